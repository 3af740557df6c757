package dev.keyfob.cli.command.api;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the address of the next page in the Link headers of an answer (RFC 8288). */
final class NextPage {
  private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");
  private static final Pattern RELATION =
      Pattern.compile(";\\s*rel\\s*=\\s*\"?([^\";,]*)\"?", Pattern.CASE_INSENSITIVE);

  private NextPage() {}

  static Optional<URI> of(ApiAnswer answer) {
    for (String header : answer.headers().allValues("Link")) {
      Matcher link = LINK.matcher(header);
      while (link.find()) {
        if (isNext(link.group(2))) {
          return address(answer.uri(), link.group(1));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isNext(String parameters) {
    Matcher relation = RELATION.matcher(parameters);
    return relation.find()
        && java.util.Arrays.asList(relation.group(1).strip().split("\\s+", -1)).contains("next");
  }

  private static Optional<URI> address(URI base, String target) {
    try {
      return Optional.of(base.resolve(target.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
