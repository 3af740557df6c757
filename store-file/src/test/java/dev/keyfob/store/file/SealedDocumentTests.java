package dev.keyfob.store.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AccountKey;
import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SealedDocumentTests {
  private static final AccountKey OWNER = AccountKey.of("acme");
  private static final Secret PASSPHRASE = Secret.of("correct horse battery");
  private static final byte[] TEXT =
      "{\"api_key\":\"canary-12345\"}".getBytes(StandardCharsets.UTF_8);
  private static final int VERSION_AT = "keyfob sealed\n".length();
  private static final int COST_AT = VERSION_AT + 2;

  private final KeyCache ring = new KeyCache(Home.CHEAP);
  private final Argon2Key key = ring.create(PASSPHRASE);
  private final byte[] sealed = SealedDocument.seal(TEXT, key, ring.nonce(), OWNER);

  @Test
  void open_untouched_isTheDocument() throws MalformedDocumentException {
    assertArrayEquals(TEXT, open(sealed));
  }

  @Test
  void open_asAnotherAccount_isRefused() {
    for (AccountKey other : List.of(AccountKey.of("other"), new AccountKey("acme", "work"))) {
      assertThrows(MalformedDocumentException.class, () -> open(sealed, other));
    }
  }

  @Test
  void open_versionOne_opensForWhomeverItIsReadAs() throws Exception {
    byte[] first =
        HexFormat.of()
            .parseHex(
                new String(
                        SealedDocumentTests.class
                            .getResourceAsStream("sealed-version-1.hex")
                            .readAllBytes(),
                        StandardCharsets.US_ASCII)
                    .strip());
    assertArrayEquals(TEXT, open(first, AccountKey.of("anybody")));
  }

  @Test
  void cost_limit_fitsTheHeap() {
    assertEquals(128 * 1024, SealHeader.Cost.mostKibibytes(256L << 20));
    assertEquals(64 * 1024, SealHeader.Cost.mostKibibytes(64L << 20));
    assertEquals(256 * 1024, SealHeader.Cost.mostKibibytes(8L << 30));
  }

  @Test
  void seal_document_showsNothingOfIt() {
    assertTrue(SealHeader.startsWith(sealed));
    assertTrue(text(sealed).startsWith("keyfob sealed\n"));
    assertFalse(text(sealed).contains("canary") || text(sealed).contains("api_key"));
  }

  @Test
  void open_anyByteFlipped_isRefused() {
    for (int i = VERSION_AT; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      Exception e = assertThrows(Exception.class, () -> open(changed), "byte " + i);
      assertTrue(
          e instanceof MalformedDocumentException || e instanceof AuthException.StoreUnavailable,
          "" + i);
    }
  }

  @Test
  void startsWith_anyByteOfTheFirstLineFlipped_isNoSealedDocumentAndNoOtherEither() {
    for (int i = 0; i < VERSION_AT; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertFalse(SealHeader.startsWith(changed));
      assertThrows(
          MalformedDocumentException.class,
          () -> new DocumentCodec(true).decode(changed, "the file"));
    }
  }

  @Test
  void open_truncatedAtAnyByte_isRefused() {
    for (int length = VERSION_AT + 1; length < sealed.length; length++) {
      byte[] part = Arrays.copyOf(sealed, length);
      assertThrows(MalformedDocumentException.class, () -> open(part), "cut to " + length);
    }
  }

  @Test
  void open_bytesAppended_isRefused() {
    assertThrows(
        MalformedDocumentException.class, () -> open(Arrays.copyOf(sealed, sealed.length + 1)));
  }

  @Test
  void open_headerOfAnotherDocumentUnderTheSameKey_isRefused() {
    byte[] other = SealedDocument.seal(TEXT, key, ring.nonce(), OWNER);
    System.arraycopy(sealed, 0, other, 0, SealHeader.BYTES);
    assertThrows(MalformedDocumentException.class, () -> open(other));
  }

  @Test
  void nonce_tenThousandWrites_neverRepeats() throws MalformedDocumentException {
    Set<String> nonces = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      byte[] next = SealedDocument.seal(TEXT, key, ring.nonce(), OWNER);
      assertTrue(nonces.add(HexFormat.of().formatHex(SealHeader.read(next, "x").nonce())));
    }
  }

  @Test
  void create_samePassphraseTwice_hasAnotherSalt() {
    assertFalse(Arrays.equals(key.header(ring.nonce()).salt(), header(ring.create(PASSPHRASE))));
  }

  private byte[] header(Argon2Key other) {
    return other.header(ring.nonce()).salt();
  }

  @Test
  void read_laterVersion_isRefusedButNotDamaged() {
    byte[] later = sealed.clone();
    later[VERSION_AT] = 3;
    assertThrows(AuthException.StoreUnavailable.class, () -> SealHeader.read(later, "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 65536, 4",
    "-1, 65536, 4",
    "9, 65536, 4",
    "2147483647, 65536, 4",
    "3, 262145, 4",
    "3, 2147483647, 4",
    "3, -1, 4",
    "3, 31, 4",
    "3, 65536, 0",
    "3, 65536, 17",
    "3, 65536, 2147483647",
    "3, 65536, -1"
  })
  void read_absurdCost_isRefusedBeforeAnythingIsAllocated(int passes, int kibibytes, int lanes) {
    byte[] absurd = sealed.clone();
    ByteBuffer.wrap(absurd, COST_AT, 12).putInt(passes).putInt(kibibytes).putInt(lanes);
    MalformedDocumentException e =
        assertThrows(MalformedDocumentException.class, () -> SealHeader.read(absurd, "x"));
    assertTrue(e.phrase().contains("absurd"), e.phrase());
  }

  @Test
  void standardCost_isTheRecommendationOfRfc9106() {
    assertEquals(new SealHeader.Cost(3, 65536, 4), SealHeader.Cost.STANDARD);
    assertTrue(SealHeader.Cost.STANDARD.sane());
  }

  @Nested
  class Keys {
    @Test
    void argon2_vectorsOfTheReferenceImplementation_areMet() {
      assertEquals(
          "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
          argon2("password", new SealHeader.Cost(2, 256, 1)));
      assertEquals(
          "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037",
          argon2("password", new SealHeader.Cost(2, 256, 2)));
    }

    @Test
    void argon2_accentComposedInTwoWays_isOnePassphrase() {
      assertEquals(argon2("zoe\u0308", Home.CHEAP), argon2("zo\u00eb", Home.CHEAP));
    }

    @Test
    void erase_ring_leavesNoKeyThatCouldBeUsedByMistake() {
      assertFalse(Arrays.equals(new byte[32], key.forCipher().getKey()));
      ring.erase();
      assertThrows(IllegalStateException.class, () -> key.forCipher());
      assertThrows(
          IllegalStateException.class, () -> SealedDocument.seal(TEXT, key, ring.nonce(), OWNER));
    }

    private static String argon2(String passphrase, SealHeader.Cost cost) {
      byte[] salt = "somesalt".getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(Argon2Key.argon2(Secret.of(passphrase), cost, salt, 32));
    }
  }

  private static byte[] open(byte[] content) throws MalformedDocumentException {
    return open(content, OWNER);
  }

  private static byte[] open(byte[] content, AccountKey owner) throws MalformedDocumentException {
    SealHeader header = SealHeader.read(content, "the file");
    try (Argon2Key derived = Argon2Key.derive(PASSPHRASE, header.cost(), header.salt())) {
      if (!derived.opens(header)) {
        throw new MalformedDocumentException("wrong passphrase");
      }
      return SealedDocument.open(content, header, derived, owner);
    }
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }
}
