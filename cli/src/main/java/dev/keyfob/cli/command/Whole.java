package dev.keyfob.cli.command;

import com.beust.jcommander.converters.IParameterSplitter;
import java.util.List;

/** Leaves a value in one piece: JCommander would cut it at every comma. */
public final class Whole implements IParameterSplitter {
  @Override
  public List<String> split(String value) {
    return List.of(value);
  }
}
