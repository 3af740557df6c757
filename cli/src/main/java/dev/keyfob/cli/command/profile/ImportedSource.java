package dev.keyfob.cli.command.profile;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place that a profile has something read from, without a question, when a token is wanted: the
 * source of its workload, the session that vouches for the person, or its client's key.
 *
 * @param kind {@code env}, {@code file}, {@code command}, {@code via}, or who gives the job's token
 * @param place the variable, file, command line or profile; empty where the kind says it all
 */
record ImportedSource(String kind, String place) {
  /** All of a profile, on its top level and in its {@code oauth}. */
  static List<ImportedSource> of(JsonObject document) {
    List<ImportedSource> found = new ArrayList<>();
    JsonObject oauth = object(document, "oauth");
    for (JsonObject workload : List.of(object(document, "workload"), object(oauth, "workload"))) {
      if (workload.get("source") instanceof JsonString source) {
        found.add(
            source.getString().equals("command")
                ? new ImportedSource("command", workload.getString("command", ""))
                : named(source.getString()));
      }
    }
    for (JsonObject settings : List.of(document, oauth)) {
      if (settings.get("via") instanceof JsonString via) {
        found.add(new ImportedSource("via", via.getString()));
      }
    }
    if (oauth.get("clientKey") instanceof JsonString key && !key.getString().startsWith("store:")) {
      found.add(named(key.getString()));
    }
    return found;
  }

  private static ImportedSource named(String source) {
    int colon = source.indexOf(':');
    return colon < 0
        ? new ImportedSource(source, "")
        : new ImportedSource(source.substring(0, colon), source.substring(colon + 1).strip());
  }

  private static JsonObject object(JsonObject document, String field) {
    return document.get(field) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  /** The variable; empty if it is something else. */
  Optional<String> variable() {
    return kind.equals("env") ? Optional.of(place) : Optional.empty();
  }

  /** What is read, in a sentence. */
  String told() {
    return switch (kind) {
      case "env" -> "The variable " + place + " is read.";
      case "file" -> "The file " + place + " is read.";
      case "command" -> "The command " + place + " is run.";
      case "via" -> "Your session with " + place + " vouches for you.";
      default -> "The job token of " + kind + " is asked for and sent.";
    };
  }

  /** What may be wrong with that, after "would". */
  String feared() {
    return switch (kind) {
      case "env" -> "send the variable " + place + " of yours to its host";
      case "file" -> "use the file " + place + " of yours at its host";
      case "command" -> "run the command " + place;
      case "via" -> "have your session with " + place + " vouch for you at its host";
      default -> "send the job token of " + kind + " to its host";
    };
  }
}
