// Google's own library, which runs a command for the token of an external account: prints the access token that it got
// for that. Called as `google.mjs FOLDER SETTINGS`, with the folder of the library.
import { createRequire } from "node:module";

const [folder, settings] = process.argv.slice(2);
const { GoogleAuth } = createRequire(`${folder}/`)("google-auth-library");
const auth = new GoogleAuth({ keyFilename: settings, scopes: ["https://www.googleapis.com/auth/cloud-platform"] });
try {
  const client = await auth.getClient();
  console.log((await client.getAccessToken()).token);
} catch (failure) {
  console.error(failure.message);
  process.exit(1);
}
