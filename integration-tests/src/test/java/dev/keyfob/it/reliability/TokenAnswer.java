package dev.keyfob.it.reliability;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** How an identity provider answers one request for tokens. */
@FunctionalInterface
interface TokenAnswer {
  /**
   * Answers.
   *
   * @param exchange a request whose body has been read
   * @param rotation what was asked for
   */
  void send(HttpExchange exchange, Rotation rotation) throws IOException;

  /** A request for the next generation of a session. */
  interface Rotation {
    /** The refresh token that was sent. */
    String refreshToken();

    /** Spends it, and gives what an honest server would say. */
    Reply spend();
  }

  /**
   * An honest answer.
   *
   * @param status 200, or 400 with {@code invalid_grant}
   * @param body JSON
   */
  @SuppressWarnings("ArrayRecordComponent") // sent, never compared
  record Reply(int status, byte[] body) {
    void send(HttpExchange exchange) throws IOException {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** The honest answer. */
  static TokenAnswer honest() {
    return (exchange, rotation) -> rotation.spend().send(exchange);
  }

  /** Does something first, when the request has arrived. */
  static TokenAnswer after(Runnable first, TokenAnswer then) {
    return (exchange, rotation) -> {
      first.run();
      then.send(exchange, rotation);
    };
  }

  /** Does something when the whole answer is on its way. */
  static TokenAnswer before(TokenAnswer first, Runnable then) {
    return (exchange, rotation) -> {
      first.send(exchange, rotation);
      exchange.close();
      then.run();
    };
  }

  /** One after the other; the last of them goes on for ever. */
  static TokenAnswer inTurn(TokenAnswer... answers) {
    AtomicInteger next = new AtomicInteger();
    return (exchange, rotation) ->
        answers[Math.min(next.getAndIncrement(), answers.length - 1)].send(exchange, rotation);
  }
}
