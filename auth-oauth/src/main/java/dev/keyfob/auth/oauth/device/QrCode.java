package dev.keyfob.auth.oauth.device;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;

/**
 * An address as a QR code in text, two rows of dots to a line. The light dots are drawn, because
 * most terminals are dark; cameras read it on light ones as well.
 */
final class QrCode {
  private static final int MARGIN = 2;
  private static final String INDENT = "  ";

  private QrCode() {}

  /** The lines to show; none for a text too long to be a code that fits between the columns. */
  static List<String> lines(String text, int columns) {
    ByteMatrix dots;
    try {
      dots = Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
    } catch (WriterException e) {
      return List.of();
    }
    if (INDENT.length() + dots.getWidth() + 2 * MARGIN > columns) {
      return List.of(); // broken lines are no code
    }
    List<String> lines = new ArrayList<>();
    for (int y = -MARGIN; y < dots.getHeight() + MARGIN; y += 2) {
      StringBuilder line = new StringBuilder(INDENT);
      for (int x = -MARGIN; x < dots.getWidth() + MARGIN; x++) {
        line.append(half(isLight(dots, x, y), isLight(dots, x, y + 1)));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static char half(boolean upper, boolean lower) {
    if (upper) {
      return lower ? '█' : '▀';
    }
    return lower ? '▄' : ' ';
  }

  /** Beyond the margin nothing is drawn, so that the last half line does not stick out. */
  private static boolean isLight(ByteMatrix dots, int x, int y) {
    if (y >= dots.getHeight() + MARGIN) {
      return false;
    }
    boolean inside = x >= 0 && y >= 0 && x < dots.getWidth() && y < dots.getHeight();
    return !inside || dots.get(x, y) == 0;
  }
}
