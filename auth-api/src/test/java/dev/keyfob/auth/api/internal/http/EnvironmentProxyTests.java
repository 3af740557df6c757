package dev.keyfob.auth.api.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.testkit.HttpStub;
import dev.keyfob.auth.testkit.HttpStub.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxyTests {
  @ParameterizedTest
  @CsvSource({
    "https://idp.example/, secure.proxy:8443",
    "http://idp.example/, plain.proxy:80",
    "https://localhost/, direct",
    "http://127.0.0.1:8080/, direct",
    "http://[::1]/, direct",
    "https://internal.example/, direct",
    "https://a.internal.example/, direct",
    "https://notinternal.example/, secure.proxy:8443",
    "https://a.wild.example/, direct",
    "https://ported.example/, direct",
    "https://INTERNAL.example/, direct"
  })
  void select_byScheme_andByNoProxy(String uri, String expected) {
    var proxy =
        EnvironmentProxy.of(
            Map.of(
                "HTTPS_PROXY", "http://secure.proxy:8443",
                "http_proxy", "plain.proxy",
                "NO_PROXY", "internal.example, *.wild.example ,ported.example:443,"));
    assertEquals(expected, selected(proxy, uri));
  }

  @ParameterizedTest
  @CsvSource({
    "http://10.1.2.3/, 10.0.0.0/8, direct",
    "http://11.1.2.3/, 10.0.0.0/8, plain.proxy:80",
    "http://192.168.7.9:81/, 192.168.7.0/24, direct",
    "http://192.168.8.9/, 192.168.7.0/24, plain.proxy:80",
    "http://192.168.7.129/, 192.168.7.0/25, plain.proxy:80",
    "http://192.168.7.9/, 192.168.7.0/33, plain.proxy:80",
    "http://[2001:db8::5]/, 2001:db8::/32, direct",
    "http://[2001:db9::5]/, 2001:db8::/32, plain.proxy:80",
    "http://[2001:db8::5]/, [2001:db8::5], direct",
    "http://[2001:db8::5]/, 2001:db8:0::5, direct",
    "http://a.example:81/, a.example:81, direct",
    "http://a.example:82/, a.example:81, plain.proxy:80",
    "http://10.1.2.3:81/, 10.1.2.3:81, direct",
    "http://10.1.2.3:81/, 1.2.3:81, plain.proxy:80",
    "http://a.example/, .example, direct",
    "http://example/, .example, direct",
    "http://a.example./, example, direct",
    "http://my_api.test/, my_api.test, direct",
    "http://a.example/, other.example a.example, direct"
  })
  void select_noProxy_isReadAsCurlReadsIt(String uri, String noProxy, String expected) {
    var proxy = EnvironmentProxy.of(Map.of("HTTP_PROXY", "plain.proxy", "NO_PROXY", noProxy));
    assertEquals(expected, selected(proxy, uri));
  }

  @Test
  void select_allProxy_isForWhatHasNoneOfItsOwn() {
    var proxy =
        EnvironmentProxy.of(Map.of("ALL_PROXY", "http://all:1", "https_proxy", "http://tls:2"));
    assertEquals("all:1", selected(proxy, "http://idp.example/"));
    assertEquals("tls:2", selected(proxy, "https://idp.example/"));
  }

  @Test
  void server_passwordAndUnderscore_areReadAndNotShown() {
    var proxy = EnvironmentProxy.of(Map.of("HTTPS_PROXY", "http://ada:s%2B3cret@corp_proxy:3128"));
    ProxyServer server = proxy.server(URI.create("https://idp.example/")).orElseThrow();
    assertEquals("corp_proxy:3128", server.address().getHostString() + ":3128");
    assertEquals("ada", server.user().orElseThrow());
    assertEquals("s+3cret", server.password().orElseThrow().reveal());
    assertEquals("proxy corp_proxy:3128 (HTTPS_PROXY)", server.name());
    assertFalse(server.toString().contains("3cret"), server.toString());
  }

  @Test
  void select_star_isDirectForAll() {
    var proxy = EnvironmentProxy.of(Map.of("https_proxy", "p:1", "no_proxy", "*"));
    assertEquals("direct", selected(proxy, "https://idp.example/"));
  }

  @Test
  void select_nothingSetOrBlank_isDirect() {
    assertEquals("direct", selected(EnvironmentProxy.of(Map.of()), "https://idp.example/"));
    var blank = EnvironmentProxy.of(Map.of("HTTPS_PROXY", " "));
    assertEquals("direct", selected(blank, "https://idp.example/"));
  }

  @Test
  void select_upperCase_winsOverLower() {
    var proxy = EnvironmentProxy.of(Map.of("HTTPS_PROXY", "upper:1", "https_proxy", "lower:1"));
    assertEquals("upper:1", selected(proxy, "https://idp.example/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:canary@[bad",
        "socks4://canary:1",
        "https://canary:1",
        "http://",
        "socks5://"
      })
  void of_notAnHttpProxy_isAUsageErrorWithoutTheValue(String value) {
    var failure =
        assertThrows(
            AuthException.Misconfigured.class,
            () -> EnvironmentProxy.of(Map.of("HTTPS_PROXY", value)));
    assertFalse(failure.getMessage().contains("canary"));
    assertEquals("export HTTPS_PROXY=\"http://$HOST:$PORT\"", failure.hint().orElseThrow());
  }

  @Test
  void client_withAProxy_sendsThroughIt() throws IOException, InterruptedException {
    try (HttpStub proxy = HttpStub.start(request -> Reply.json(200, "{}"));
        HttpClient client = HttpClients.create(Map.of("HTTP_PROXY", proxy.uri("").toString()))) {
      client.send(
          HttpRequest.newBuilder(URI.create("http://api.example/me")).build(),
          BodyHandlers.ofString());
      assertEquals("http://api.example/me", proxy.requests().getFirst().path());
    }
  }

  private static String selected(EnvironmentProxy selector, String uri) {
    Proxy proxy = selector.select(URI.create(uri)).getFirst();
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : "direct";
  }
}
