package dev.keyfob.cli.setup;

import dev.keyfob.auth.api.spi.support.JsonText;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One program's settings, and what in them makes the program ask keyfob. */
public interface Setup {
  /** The word for it on the command line. */
  String id();

  /** Its name for people. */
  String title();

  /** The file that its settings are in, which need not exist. */
  Path file();

  /** Whether anything of the program is on this machine. */
  boolean isFound();

  /** Whether the settings have what keyfob would write. */
  boolean isIn(String text);

  /** Whether the settings have something else in the place of what keyfob would write. */
  boolean isTaken(String text);

  /** What to write, and where. */
  JsonEdit.Insertion add(String text);

  /** The settings without it, for when they were rewritten since. */
  String remove(String text);

  /** The lines as a person would write them. */
  String shown();

  /** Settings in JSON, of which one member or several are keyfob's. */
  record JsonSettings(
      String id,
      String title,
      Path file,
      boolean isFound,
      List<String> path,
      String name,
      String value)
      implements Setup {
    @Override
    public boolean isIn(String text) {
      return new JsonEdit(text).value(path, name).filter(this::isOurs).isPresent();
    }

    @Override
    public boolean isTaken(String text) {
      return new JsonEdit(text).value(path, name).filter(found -> !isOurs(found)).isPresent();
    }

    /** Programs write it anew in their own way, and add what they need. */
    private boolean isOurs(String found) {
      try {
        @Nullable JsonValue there = parsed(found);
        @Nullable JsonValue ours = parsed(value);
        return (there instanceof JsonObject object && ours instanceof JsonObject own)
            ? object.entrySet().containsAll(own.entrySet())
            : Objects.equals(there, ours);
      } catch (JsonException e) {
        return found.contains("\"keyfob\""); // with comments, which are for people
      }
    }

    private static @Nullable JsonValue parsed(String json) {
      return JsonText.parseObject("{\"value\":" + json + "}").get("value");
    }

    @Override
    public JsonEdit.Insertion add(String text) {
      return new JsonEdit(text).add(path, name, value);
    }

    @Override
    public String remove(String text) {
      return new JsonEdit(text).remove(path, name);
    }

    @Override
    public String shown() {
      return new JsonEdit("").add(path, name, value).inserted();
    }
  }

  /**
   * Settings in lines, of which a marked block is keyfob's.
   *
   * @param once whether the program refuses a section that is there twice
   */
  record LineSettings(
      String id,
      String title,
      Path file,
      boolean isFound,
      String profile,
      String lines,
      boolean once)
      implements Setup {
    private MarkedBlock block() {
      return new MarkedBlock(profile);
    }

    private SectionLines sections() {
      return new SectionLines(lines);
    }

    @Override
    public boolean isIn(String text) {
      return once ? sections().isIn(text) : block().isIn(text);
    }

    @Override
    public boolean isTaken(String text) {
      return once && sections().isTaken(text);
    }

    @Override
    public JsonEdit.Insertion add(String text) {
      return block().add(text, lines);
    }

    @Override
    public String remove(String text) {
      return sections().remove(text, once, block().marks());
    }

    @Override
    public String shown() {
      return block().add("", lines).inserted();
    }
  }

  /**
   * One of several by its word.
   *
   * @param setups all of them
   * @param id the word
   * @return the one; empty if there is none
   */
  static Optional<Setup> find(List<Setup> setups, String id) {
    return setups.stream().filter(setup -> setup.id().equals(id)).findFirst();
  }
}
