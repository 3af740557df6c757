package dev.keyfob.cli.command;

import java.util.Optional;

/**
 * The options that every command takes, before or after its name.
 *
 * @param profile the service profile
 * @param account the account under it
 * @param json whether a program reads the output
 * @param verbose whether to print the steps taken
 * @param noInput whether keyfob must not prompt
 */
public record GlobalOptions(
    Optional<String> profile,
    Optional<String> account,
    boolean json,
    boolean verbose,
    boolean noInput) {
  /** None of them given. */
  public static final GlobalOptions NONE =
      new GlobalOptions(Optional.empty(), Optional.empty(), false, false, false);
}
