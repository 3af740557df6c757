package dev.keyfob.auth.oauth.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class QrCodeTests {
  private static final int DOT = 4;
  private static final int FRAME = 4;
  private static final String ADDRESS = "https://id.acme.test/activate?user_code=WDJB-MJHT";

  /** Paints the lines as a dark terminal would, and looks at them with a camera's software. */
  private static String scan(List<String> lines) throws ReaderException {
    int width = (lines.getFirst().length() + 2 * FRAME) * DOT;
    int height = (2 * lines.size() + 2 * FRAME) * DOT;
    int[] pixels = new int[width * height];
    Arrays.fill(pixels, 0xffffff);
    for (int y = 0; y < 2 * lines.size(); y++) {
      String line = lines.get(y / 2);
      for (int x = 2; x < line.length(); x++) {
        char half = line.charAt(x);
        boolean light = half == '█' || half == (y % 2 == 0 ? '▀' : '▄');
        if (!light && y < 2 * lines.size() - 1) {
          paint(pixels, width, (x + FRAME) * DOT, (y + FRAME) * DOT);
        }
      }
    }
    LuminanceSource image = new RGBLuminanceSource(width, height, pixels);
    return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(image))).getText();
  }

  private static void paint(int[] pixels, int width, int x, int y) {
    for (int dy = 0; dy < DOT; dy++) {
      Arrays.fill(pixels, (y + dy) * width + x, (y + dy) * width + x + DOT, 0);
    }
  }

  @Test
  void lines_ofAnAddress_areReadByACamera() throws ReaderException {
    assertEquals(ADDRESS, scan(QrCode.lines(ADDRESS, 80)));
  }

  @Test
  void lines_ofAnAddress_fitOnASmallTerminal() {
    List<String> lines = QrCode.lines(ADDRESS, 80);
    assertTrue(lines.size() <= 20, "lines: " + lines.size());
    lines.forEach(line -> assertTrue(line.length() <= 40, "columns: " + line.length()));
  }

  @Test
  void lines_ofATextTooLong_areNone() {
    assertEquals(List.of(), QrCode.lines("x".repeat(10_000), 200));
  }

  @Test
  void lines_widerThanTheTerminal_areNone() {
    String address = ADDRESS + "&more=" + "y".repeat(300);
    int width = QrCode.lines(address, 200).getFirst().length();

    assertEquals(List.of(), QrCode.lines(address, width - 1));
    assertFalse(QrCode.lines(address, width).isEmpty());
  }
}
