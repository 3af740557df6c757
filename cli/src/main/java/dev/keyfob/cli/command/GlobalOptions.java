package dev.keyfob.cli.command;

import java.util.Optional;

/**
 * The options that every command takes, before or after its name.
 *
 * @param profile the service profile
 * @param account the account under it
 * @param json whether a program reads the output
 * @param verbosity how much to tell of the steps taken: 0 nothing, 1 the story, 2 requests too
 * @param quiet whether to print nothing but the result and errors
 * @param noInput whether keyfob must not prompt
 */
public record GlobalOptions(
    Optional<String> profile,
    Optional<String> account,
    boolean json,
    int verbosity,
    boolean quiet,
    boolean noInput) {
  /** None of them given. */
  public static final GlobalOptions NONE =
      new GlobalOptions(Optional.empty(), Optional.empty(), false, 0, false, false);
}
