package dev.keyfob.cli.command.token;

import com.beust.jcommander.Parameter;
import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import dev.keyfob.auth.api.spi.support.AtomicFile;
import dev.keyfob.cli.args.CommandArguments;
import dev.keyfob.cli.args.Placeholder;
import dev.keyfob.cli.command.Command;
import dev.keyfob.cli.command.CommandContext;
import dev.keyfob.cli.command.CommandDescription;
import dev.keyfob.cli.command.GlobalOptions;
import dev.keyfob.cli.command.Section;
import dev.keyfob.cli.output.BoundToken;
import dev.keyfob.cli.output.Times;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a fresh token in a file, for programs that read one there: 0600, replaced in one step,
 * until this command is ended, which removes it.
 *
 * @param file the file
 * @param named the profile as an argument
 * @param every how often to look whether the token has to be replaced
 * @param idToken whether the ID token is wanted
 */
public record TokenFileCommand(
    GlobalOptions globals, String file, Optional<String> named, Duration every, boolean idToken)
    implements Command {
  private static final Duration MAX_WAIT_AFTER_FAILURE = Duration.ofSeconds(30);

  @Override
  public int run(CommandContext context) {
    AccountKey key = context.key(named);
    Path target = context.system().workingDirectory().resolve(file).toAbsolutePath().normalize();
    if (target.getParent() == null || !Files.isDirectory(target.getParent())) {
      throw AuthException.usage("There is no directory for " + target + ".", null);
    }
    Secret written = write(context, key, target, null);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> AtomicFile.delete(target)));
    context.note("The token of " + key + " is in " + target + ". Ctrl-C ends that.");
    context.system().err().flush();
    Duration wait = every;
    while (true) {
      pause(wait);
      try {
        written = write(context, key, target, written);
        wait = every;
      } catch (AuthException e) {
        if (!e.retryable()) {
          throw e;
        }
        context.note("The token was not renewed: " + e.getMessage());
        context.system().err().flush();
        wait = every.compareTo(MAX_WAIT_AFTER_FAILURE) < 0 ? every : MAX_WAIT_AFTER_FAILURE;
      }
    }
  }

  private Secret write(
      CommandContext context, AccountKey key, Path target, @Nullable Secret written) {
    Secret token =
        idToken
            ? IdTokens.of(context, key).token()
            : BoundToken.refuse(context.keyfob().token(key, every)).credential().secret();
    if (!token.equals(written)) {
      AtomicFile.write(target, token.reveal().getBytes(StandardCharsets.UTF_8));
    }
    return token;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuthException.Cancelled("Stopped.");
    }
  }

  /** The command's options. */
  public static final class Arguments extends CommandArguments {
    /** The words that call it. */
    public static final String NAME = "token-file";

    private static final Duration DEFAULT_EVERY = Duration.ofMinutes(5);

    @Parameter(names = "--every", description = "how often to look whether to replace it (5m)")
    @Placeholder("TIME")
    private @Nullable String every;

    @Parameter(names = "--id-token", description = "the ID token, not the access token")
    private boolean idToken;

    @Override
    public CommandDescription describe() {
      return new CommandDescription(
              NAME,
              Section.USE,
              "keep a fresh token in a file",
              """
              Keep a fresh token in a file, for programs that read one there, until this
              command is ended, which removes the file. The file is 0600 and replaced in one
              step.
              """)
          .withUsage("FILE [PROFILE] [OPTIONS]")
          .withExamples(
              """
              keyfob token-file /run/user/1000/work.jwt work --every 5m
              """);
    }

    @Override
    public TokenFileCommand toCommand() {
      atMost(2);
      if (positionals().isEmpty()) {
        throw AuthException.usage("Missing argument: the file.", null);
      }
      Duration interval = every == null ? DEFAULT_EVERY : Times.parse("--every", every);
      if (interval.isZero()) {
        throw AuthException.usage("--every must be a second at least.", null);
      }
      return new TokenFileCommand(
          globals(),
          positionals().getFirst(),
          positionals().size() == 2 ? Optional.of(positionals().get(1)) : Optional.empty(),
          interval,
          idToken);
    }
  }
}
