package dev.keyfob.cli.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpWireTests {
  private final McpSession session = new McpSession();

  private static McpMessage message(String text) {
    return McpMessage.of(text.replace('\'', '"')).orElseThrow();
  }

  private HttpHeaders head(McpMessage message) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://mcp.example/"));
    session.head(request, message);
    return request.build().headers();
  }

  @Test
  void stateless_call_hasVersionMethodAndName() {
    HttpHeaders headers =
        head(
            message(
                "{'id':1,'method':'tools/call','params':{'name':'grün','_meta':"
                    + "{'io.modelcontextprotocol/protocolVersion':'2026-07-28'}}}"));

    assertEquals(Optional.of("2026-07-28"), headers.firstValue("MCP-Protocol-Version"));
    assertEquals(Optional.of("tools/call"), headers.firstValue("Mcp-Method"));
    assertEquals(Optional.of("=?base64?Z3LDvG4=?="), headers.firstValue("Mcp-Name"));
  }

  @Test
  void session_afterInitialize_isNamedOnEveryMessageButAnother() {
    McpMessage initialize = message("{'id':1,'method':'initialize','params':{}}");
    assertEquals(Map.of(), head(initialize).map());
    session.opened(
        initialize, HttpHeaders.of(Map.of("mcp-session-id", List.of("s")), (name, value) -> true));
    session.agreed("2025-11-25");

    HttpHeaders headers = head(message("{'id':2,'method':'tools/list'}"));

    assertEquals(Optional.of("s"), headers.firstValue("Mcp-Session-Id"));
    assertEquals(Optional.of("2025-11-25"), headers.firstValue("MCP-Protocol-Version"));
    assertFalse(headers.firstValue("Mcp-Method").isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "plain,plain",
    "' lead',=?base64?IGxlYWQ=?=",
    "=?base64?x,=?base64?PT9iYXNlNjQ/eA==?="
  })
  void encoded_value_isSafeInAHeader(String value, String expected) {
    assertEquals(expected, McpSession.encoded(value));
  }

  @Test
  void message_answerOfTheHost_isNoRequest() {
    assertTrue(message("{'id':1,'result':{}}").requestId().isEmpty());
    assertTrue(message("{'method':'notifications/x'}").requestId().isEmpty());
    assertTrue(McpMessage.of("[1]").isEmpty());
  }

  @Test
  void stream_events_areGivenWholeWithIdAndRetry() throws IOException {
    List<String> events = new ArrayList<>();
    EventStream stream = new EventStream();
    String text =
        ": hi\nid: 7\nretry: 250\ndata: {\"a\":\ndata: 1}\n\nevent: x\n\nid:\ndata:b\r\n\r\n";

    stream.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), data -> events.add(data));

    assertEquals(List.of("{\"a\":\n1}", "b"), events);
    assertEquals(Duration.ofMillis(250), stream.retry());
    assertEquals(Optional.empty(), stream.lastId());
  }

  @Test
  void output_messageOverSeveralLines_isOneLine() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new McpOutput(new PrintStream(bytes, true, StandardCharsets.UTF_8))
        .message("{\r\n  \"text\": \"ü\"\n}\n");

    assertEquals("{   \"text\": \"ü\" }\n", bytes.toString(StandardCharsets.UTF_8));
  }
}
