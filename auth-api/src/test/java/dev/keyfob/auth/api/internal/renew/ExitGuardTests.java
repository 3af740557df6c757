package dev.keyfob.auth.api.internal.renew;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.keyfob.auth.api.internal.ChildJvm;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExitGuardTests {
  @Test
  void exit_whileTheRefreshTokenIsSpent_waitsForTheEndOfIt() throws Exception {
    assertEquals("finished", outputOf("finish"));
  }

  @Test
  void exit_renewalThatHangs_isHeldUpForALimitedTime() throws Exception {
    assertEquals("", outputOf("hang"));
  }

  @Test
  void hold_processThatIsEnding_spendsNothing() throws Exception {
    assertEquals("cancelled", outputOf("late"));
  }

  private static String outputOf(String mode) throws Exception {
    Process child = ChildJvm.start(ExitGuardChild.class, mode);
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(ExitGuardChild.TOLD, child.waitFor());
    return output;
  }
}
