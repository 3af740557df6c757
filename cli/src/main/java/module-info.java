import dev.keyfob.cli.system.AddressOrder;
import java.net.spi.InetAddressResolverProvider;
import org.jspecify.annotations.NullMarked;

/**
 * The command line. It has no logic of its own: a command turns its arguments into a request, calls
 * the library and prints the answer.
 */
@NullMarked
module dev.keyfob.cli {
  requires dev.keyfob.auth.api;
  requires com.fasterxml.jackson.databind;
  requires com.samskivert.jmustache;
  requires jcommander;
  requires jdk.httpserver;
  requires jdk.unsupported; // JLine hears of a resized window by sun.misc.Signal
  requires net.thisptr.jackson.jq;
  requires org.jline.terminal;

  provides InetAddressResolverProvider with
      AddressOrder;

  opens dev.keyfob.cli.args to
      jcommander;
  opens dev.keyfob.cli.command.account to
      jcommander;
  opens dev.keyfob.cli.command.api to
      jcommander;
  opens dev.keyfob.cli.command.helper to
      jcommander;
  opens dev.keyfob.cli.command.info to
      jcommander;
  opens dev.keyfob.cli.command.login to
      jcommander;
  opens dev.keyfob.cli.command.profile to
      jcommander;
  opens dev.keyfob.cli.command.store to
      jcommander;
  opens dev.keyfob.cli.command.token to
      jcommander;
}
