package dev.keyfob.cli.command;

/** The sections of the overview, in the order in which they are printed. */
public enum Section {
  LOG_IN("Log in and out"),
  LOOK("Look"),
  USE("Use"),
  SET_UP("Set up");

  private final String title;

  Section(String title) {
    this.title = title;
  }

  /** The heading. */
  public String title() {
    return title;
  }
}
