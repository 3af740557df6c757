package dev.keyfob.cli.command;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.Profiles;
import dev.keyfob.auth.api.spi.JsonText;
import dev.keyfob.cli.output.ExitCode;
import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * Prints a profile, as JSON in any case, because that is what one edits: as it is written down, or
 * as the environment makes it.
 *
 * @param named the profile as an argument
 * @param effective whether the environment's overrides are wanted in it
 */
record ProfileShowCommand(Globals globals, Optional<String> named, boolean effective)
    implements Request {
  private static final String SECRET = "clientSecret";

  @Override
  public int run(Session session) {
    Profiles profiles = session.keyfob().profiles();
    String name = session.key(named).profile();
    JsonObject document =
        withoutSecret(session, effective ? profiles.get(name).document() : profiles.document(name));
    if (session.json()) {
      session.print(document);
    } else {
      session.printPretty(document);
    }
    if (!effective) {
      profiles
          .overrides(name)
          .forEach((setting, variable) -> session.note(variable + " replaces " + setting + "."));
      profiles.get(name);
    }
    return ExitCode.DONE;
  }

  /** A profile is shown to others; the client's secret is not for them. */
  private static JsonObject withoutSecret(Session session, JsonObject document) {
    if (!(document.get("oauth") instanceof JsonObject oauth) || !oauth.containsKey(SECRET)) {
      return document;
    }
    session.note("oauth." + SECRET + " is set and not shown.");
    return JsonText.PROVIDER
        .createObjectBuilder(document)
        .add("oauth", JsonText.PROVIDER.createObjectBuilder(oauth).remove(SECRET))
        .build();
  }

  /** The command's options. */
  static final class Arguments extends CommandArguments {
    @Parameter(names = "--effective")
    private boolean effective;

    @Override
    ProfileShowCommand request() {
      return new ProfileShowCommand(globals(), atMostOne(), effective);
    }
  }
}
