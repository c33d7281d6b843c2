// The files of deploy/ for nginx, in the nginx that is installed.
import { answersAsTheSandbox, followsTheReadme, leavesTheRestAlone } from "./cases.mjs";

answersAsTheSandbox("nginx");
followsTheReadme("nginx");
leavesTheRestAlone("nginx", () => "  location / {\n    add_header X-Of The-Rest;\n    return 200 rest;\n  }");
