// The web servers of Debian that the files in deploy/ are for: where their files go in a folder that stands for the
// machine, and how each is run there.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const installed = (name) => [`/usr/sbin/${name}`, `/usr/bin/${name}`, `/usr/local/sbin/${name}`].find((path) => existsSync(path)) ?? name;

/** A server block, site block or virtual host of the operator's own, that includes the site and has `rest` beside it. */
const OWN = {
  nginx: ({ https, certificate, key, rest }) =>
    `server {\n  listen 127.0.0.1:${https} ssl;\n  ssl_certificate ${certificate};\n  ssl_certificate_key ${key};\n` +
    `  include snippets/partner-renewal.conf;\n${rest}\n}\n`,
  caddy: ({ https, certificate, key, rest }) =>
    `{\n  admin off\n  https_port ${https}\n  auto_https disable_redirects\n}\nhttps://localhost {\n  bind 127.0.0.1\n` +
    `  tls ${certificate} ${key}\n  import partner-renewal.caddy\n${rest}\n}\n`,
  apache: ({ https, certificate, key, rest }) =>
    `Listen 127.0.0.1:${https}\n<VirtualHost 127.0.0.1:${https}>\n  ServerName localhost\n  SSLEngine on\n` +
    `  SSLCertificateFile ${certificate}\n  SSLCertificateKeyFile ${key}\n  Include partner-renewal.conf\n${rest}\n</VirtualHost>\n`,
};

/** The main file of the installed nginx, with the folder in place of /etc, /var and /run. */
function nginxMain(root) {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return readFileSync("/etc/nginx/nginx.conf", "utf8")
    .replace(/^user .*$/m, "")
    .replace(/^pid .*$/m, `pid ${root}/nginx.pid;`)
    .replaceAll("/var/log/nginx/", `${root}/log/`)
    .replace(/\/etc\/nginx\/(?!modules-enabled|mime\.types)/g, `${root}/etc/nginx/`)
    .replace(/^http \{/m, `http {\n${temporary.map((name) => `${name}_temp_path ${root}/temp/${name};`).join("\n")}`);
}

/**
 * Each program: `etc` is its folder in /etc; `prepare` puts there what Debian's package does; `own` writes a host of the
 * operator's; `ready` does what is done after the files are copied; `command` runs it in the foreground.
 */
export const PROGRAMS = {
  nginx: {
    etc: "nginx",
    prepare(root, etc) {
      for (const name of ["conf.d", "snippets"]) mkdirSync(join(etc, name), { recursive: true });
      writeFileSync(join(etc, "nginx.conf"), nginxMain(root));
    },
    own: (etc, values) => writeFileSync(join(etc, "conf.d", "own.conf"), OWN.nginx(values)),
    ready() {},
    binary: installed("nginx"),
    command: (root, etc) => ({
      args: ["-c", join(etc, "nginx.conf"), "-g", "daemon off; master_process off;", "-e", join(root, "log", "error.log")],
      env: {},
    }),
  },
  // The nginx of the container, with the container's main file: it speaks plain HTTP.
  container: {
    etc: "nginx",
    plain: true,
    without: ["--https", "--certificate", "--key"],
    prepare: (root, etc) => mkdirSync(etc, { recursive: true }),
    ready(root, etc) {
      const path = join(etc, "nginx.conf");
      const text = readFileSync(path, "utf8")
        .replaceAll("/tmp/", `${root}/temp/`)
        .replaceAll("/etc/nginx/conf.d", `${etc}/conf.d`);
      writeFileSync(path, text);
    },
    binary: installed("nginx"),
    command: (root, etc) => ({ args: ["-e", "stderr", "-c", join(etc, "nginx.conf"), "-g", "daemon off; master_process off;"], env: {} }),
  },
  caddy: {
    etc: "caddy",
    prepare: (root, etc) => mkdirSync(etc, { recursive: true }),
    own: (etc, values) => writeFileSync(join(etc, "Caddyfile"), OWN.caddy(values)),
    ready(root, etc) {
      const path = join(etc, "Caddyfile");
      const text = readFileSync(path, "utf8");
      // Several run at the same time on one machine, and each would listen for its administrator on the same port.
      if (!text.includes("admin off")) writeFileSync(path, text.replace(/^\{\n/m, "{\n\tadmin off\n"));
    },
    binary: installed("caddy"),
    command: (root, etc) => ({
      args: ["run", "--config", join(etc, "Caddyfile"), "--adapter", "caddyfile"],
      env: { HOME: root, XDG_DATA_HOME: join(root, "temp"), XDG_CONFIG_HOME: join(root, "temp") },
    }),
  },
  apache: {
    etc: "apache2",
    modules: ["ssl", "http2", "headers", "rewrite", "proxy_http"],
    prepare(root, etc) {
      cpSync("/etc/apache2", etc, { recursive: true, verbatimSymlinks: true });
      // The ports are those of the test alone.
      writeFileSync(join(etc, "ports.conf"), "");
      rmSync(join(etc, "sites-enabled"), { recursive: true });
      mkdirSync(join(etc, "sites-enabled"));
      mkdirSync(join(root, "run"), { recursive: true });
    },
    own: (etc, values) => writeFileSync(join(etc, "sites-enabled", "own.conf"), OWN.apache(values)),
    ready(root, etc, run) {
      // Where the commands of the document were run, all of this is done.
      run("a2enmod", ["--quiet", ...this.modules], this.environment(root, etc));
      if (existsSync(join(etc, "sites-available", "partner-renewal.conf"))) {
        run("a2ensite", ["--quiet", "partner-renewal"], this.environment(root, etc));
      }
    },
    environment: (root, etc) => ({
      APACHE_CONFDIR: etc,
      APACHE_RUN_USER: "nobody",
      APACHE_RUN_GROUP: "nogroup",
      APACHE_PID_FILE: join(root, "run", "apache2.pid"),
      APACHE_RUN_DIR: join(root, "run"),
      APACHE_LOCK_DIR: join(root, "run"),
      APACHE_LOG_DIR: join(root, "log"),
    }),
    binary: installed("apache2"),
    command(root, etc) {
      return { args: ["-d", etc, "-f", "apache2.conf", "-D", "FOREGROUND"], env: this.environment(root, etc) };
    },
  },
};
