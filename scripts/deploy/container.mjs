// A Containerfile with nginx and what it copies. The folder that is written is the build context: the build and
// config.json are put beside the files.
import { nginxParts, nginxValues } from "./nginx.mjs";
import { fillTemplates } from "./served.mjs";

const PORT = "8080";

/** Where the files go; the host's certificate is in front of the container. */
export const container = {
  copyTo: "nothing: the folder is the build context; put dist and config.json into it",
  buildGoesInto: () => "dist in that folder",
  log: "/dev/stdout",
  without: ["own-server", "certificate", "key", "https"],
  files,
};

function files(site) {
  const values = nginxValues(site);
  const own = { files: site.files, listen: site.http ?? PORT, log: site.log, port: PORT };
  return {
    ...nginxParts(site, values),
    "conf.d/partner-renewal.conf": fillTemplates(["container/server.conf"], own),
    "nginx.conf": fillTemplates(["container/nginx.conf"], own),
    Containerfile: fillTemplates(["container/Containerfile"], own),
  };
}
