package dev.keyfob.auth.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTests {
  @ParameterizedTest
  @CsvSource({
    "https://api.example.com/v1, api.example.com, 443, ''",
    "http://api.example.com, api.example.com, 80, ''",
    "https://api.example.com:8443, api.example.com, 8443, ''",
    "https://ada@api.example.com, api.example.com, 443, ada",
    "https://ada:pw@api.example.com:1, api.example.com, 1, ada:pw",
    "https://[::1]:9000, [::1], 9000, ''",
    "https://my_service, my_service, 443, ''",
    "https://my_service:8443/v1, my_service, 8443, ''",
    "https://ada@my_service:8443, my_service, 8443, ada",
    "'https://no$name', '', 443, ''",
    "mailto:ada@example.com, '', 80, ''"
  })
  void parts_ofAnAddress_areFoundWhateverUriKnows(
      String uri, String host, int port, String userInfo) {
    URI address = URI.create(uri);

    assertEquals(host, HostNames.of(address));
    assertEquals(port, HostNames.port(address));
    assertEquals(
        Optional.of(userInfo).filter(user -> !user.isEmpty()), HostNames.userInfo(address));
  }
}
