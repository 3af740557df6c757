package dev.keyfob.auth.api.spi.support;

import dev.keyfob.auth.api.stability.Evolving;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Names of profiles and accounts as file names that no file system misreads.
 *
 * <p>Lower-case letters, digits and {@code - _ . @ +} stand for themselves, but for a dot at either
 * end and for the names of Windows' devices; everything else is percent-encoded, capitals too
 * because some file systems do not tell them apart. Different names give different file names.
 *
 * <p>A name that would become longer than 180 characters is cut and ends in a digest. It cannot be
 * decoded: whoever lists accounts by their file names keeps such a name elsewhere too, for example
 * in a second file ({@link #isShortened}).
 */
@Evolving
public final class SafeFileName {
  private static final int MAX_LENGTH = 180;
  private static final String PLAIN = "-_.@+";
  private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

  private SafeFileName() {}

  /**
   * Encodes a name.
   *
   * @param name any text that is not empty
   * @return a file name of at most 180 ASCII characters, without a dot at either end
   */
  public static String of(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    boolean device = isDevice(name);
    StringBuilder encoded = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean end = i == 0 || i == bytes.length - 1;
      if (isPlain(c) && !(c == '.' && end) && !(device && i == 0)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      }
    }
    // A tilde is in no other file name of ours.
    return encoded.length() <= MAX_LENGTH
        ? encoded.toString()
        : encoded.substring(0, MAX_LENGTH - 33) + "~" + digest(name);
  }

  /** Whether Windows opens a device by that name, whatever its ending. */
  private static boolean isDevice(String name) {
    int dot = name.indexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    return switch (stem.length()) {
      case 3 -> DEVICES.contains(stem);
      case 4 ->
          (stem.startsWith("com") || stem.startsWith("lpt"))
              && stem.charAt(3) >= '0'
              && stem.charAt(3) <= '9';
      default -> false;
    };
  }

  /**
   * Whether a file name is that of a name too long to be kept in it.
   *
   * @param fileName what {@link #of} gave
   * @return whether {@link #decode} cannot give the name back
   */
  public static boolean isShortened(String fileName) {
    return fileName.length() == MAX_LENGTH && fileName.charAt(MAX_LENGTH - 33) == '~';
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0;
  }

  /**
   * Decodes a file name.
   *
   * @param fileName what {@link #of} gave
   * @return the name; empty if it was too long to be kept, or the file name is nothing of ours
   */
  public static Optional<String> decode(String fileName) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(fileName.length());
    for (int i = 0; i < fileName.length(); i++) {
      char c = fileName.charAt(i);
      if (c != '%') {
        bytes.write(c);
      } else if (i + 2 < fileName.length()
          && HexFormat.isHexDigit(fileName.charAt(i + 1))
          && HexFormat.isHexDigit(fileName.charAt(i + 2))) {
        bytes.write(HexFormat.fromHexDigits(fileName, i + 1, i + 3));
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    String name = bytes.toString(StandardCharsets.UTF_8);
    return Optional.of(name).filter(n -> !n.isEmpty() && of(n).equals(fileName));
  }

  private static String digest(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
