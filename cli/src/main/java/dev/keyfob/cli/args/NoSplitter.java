package dev.keyfob.cli.args;

import com.beust.jcommander.converters.IParameterSplitter;
import java.util.List;

/** Leaves a value in one piece: JCommander would cut it at every comma. */
public final class NoSplitter implements IParameterSplitter {
  @Override
  public List<String> split(String value) {
    return List.of(value);
  }
}
