package dev.keyfob.cli.proxy;

/**
 * What the JDK's server is limited to, which it reads once, before the first server of a process.
 * Other users of the machine can connect too, though they get nothing without the secret.
 */
final class Limits {
  private Limits() {}

  static void apply() {
    set("sun.net.httpserver.maxReqTime", "120"); // seconds for a request to come in
    set("sun.net.httpserver.maxReqHeaderSize", "65536");
    set("jdk.httpserver.maxConnections", "1024");
  }

  private static void set(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
