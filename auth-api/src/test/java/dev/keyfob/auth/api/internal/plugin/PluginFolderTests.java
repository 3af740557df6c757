package dev.keyfob.auth.api.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.keyfob.auth.api.AuthException;
import dev.keyfob.auth.api.ErrorCode;
import dev.keyfob.auth.api.ExtensionInfo;
import dev.keyfob.auth.api.KeyfobDirectories;
import dev.keyfob.auth.api.internal.login.NoInteraction;
import dev.keyfob.auth.api.internal.plugin.fixture.GoodProvider;
import dev.keyfob.auth.api.internal.plugin.fixture.GoodStore;
import dev.keyfob.auth.api.internal.plugin.fixture.NamelessProvider;
import dev.keyfob.auth.api.internal.plugin.fixture.NeverReadyProvider;
import dev.keyfob.auth.api.internal.plugin.fixture.ShadowingProvider;
import dev.keyfob.auth.api.internal.plugin.fixture.ThrowingProvider;
import dev.keyfob.auth.api.spi.CredentialProvider;
import dev.keyfob.auth.api.spi.CredentialStoreFactory;
import dev.keyfob.auth.api.spi.StoreContext;
import dev.keyfob.auth.testkit.FakeProvider;
import dev.keyfob.auth.testkit.RecordingNotices;
import dev.keyfob.auth.testkit.TestProfiles;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTests {
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir Path parent;
  private Path folder;
  private final RecordingNotices notices = new RecordingNotices();

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(parent.resolve("plugins"));
    permit(folder, "rwx------");
  }

  @Nested
  class AGoodJar {
    @Test
    void withoutADescriptor_isFoundByItsType() throws IOException {
      good().in(folder, "badge-1.2.jar");

      Optional<CredentialProvider> found = providers().find("badge");

      assertTrue(found.isPresent());
      assertEquals(List.of(), notices.warnings());
    }

    @Test
    void withADescriptor_isFoundByItsType() throws IOException {
      good().asModule("com.acme.badge").in(folder, "anything.jar");

      assertTrue(providers().find("badge").isPresent());
    }

    @Test
    void isListedWithItsVersionAndPath() throws IOException {
      Path jar =
          good()
              .providing(CredentialStoreFactory.class, GoodStore.class)
              .in(folder, "badge-1.2.jar");

      PluginFolder plugins = folder();

      ExtensionInfo listed = only(new Providers(List.of(), plugins, notices).reports());
      assertEquals(
          new ExtensionInfo(
              Optional.of("badge"),
              Optional.of(ExtensionInfo.Kind.PROVIDER),
              jar.toString(),
              false,
              Optional.of("1.2"),
              Optional.empty()),
          listed);
      assertEquals(
          Optional.of("drawer"), only(new Stores(List.of(), plugins, notices).reports()).id());
    }

    @Test
    void beside_brokenOnes_isFound() throws IOException {
      Files.writeString(folder.resolve("a-broken.jar"), "this is no zip file");
      provider(ThrowingProvider.class).in(folder, "b-throwing.jar");
      good().in(folder, "c-good.jar");

      assertTrue(providers().find("badge").isPresent());
      assertEquals(2, notices.warnings().size());
    }
  }

  @Nested
  class AFault {
    @Test
    void ofAProvider_isBlamedOnIt_withoutItsMessage() throws IOException {
      good().in(folder, "badge.jar");
      CredentialProvider found = providers().find("badge").orElseThrow();

      AuthException fault = assertThrows(AuthException.class, () -> found.decode(JsonValue.TRUE));

      assertEquals(ErrorCode.PLUGIN_ERROR, fault.code());
      assertEquals(
          "The plugin badge (badge.jar) failed with UnsupportedOperationException.",
          fault.getMessage());
    }

    @Test
    void ofAStore_isBlamedOnIt_withoutItsMessage() throws IOException {
      good().providing(CredentialStoreFactory.class, GoodStore.class).in(folder, "badge.jar");
      CredentialStoreFactory store = new Stores(List.of(), folder(), notices).get("drawer");

      AuthException fault = assertThrows(AuthException.class, () -> store.open(context()));

      assertEquals(ErrorCode.PLUGIN_ERROR, fault.code());
      assertEquals(
          "The plugin drawer (badge.jar) failed with IndexOutOfBoundsException.",
          fault.getMessage());
    }
  }

  @Nested
  class ABadJar {
    @Test
    void thatIsNoZipFile_isSaidToBeUnreadable() throws IOException {
      Files.writeString(folder.resolve("broken.jar"), "this is no zip file");

      assertProblem("it is not a readable jar");
    }

    @Test
    void thatIsCutOff_isSaidToBeUnreadable() throws IOException {
      Path jar = good().in(folder, "cut.jar");
      byte[] whole = Files.readAllBytes(jar);
      Files.write(jar, java.util.Arrays.copyOf(whole, whole.length / 2));

      assertProblem("it is not a readable jar");
    }

    @Test
    void whoseFileNameGivesNoModuleName_isSaidToBeBadlyNamed() throws IOException {
      good().in(folder, "1st-badge.jar");

      assertProblem(
          "no module name can be made of its file name; rename it so that every part of the name"
              + " starts with a letter, or give it an Automatic-Module-Name");
    }

    @Test
    void thatNeedsAModuleWhichIsNotHere_saysWhich() throws IOException {
      good().asModule("com.acme.badge", "java.nowhere").in(folder, "badge.jar");

      assertProblem("it needs the module java.nowhere, which this keyfob's runtime does not have");
    }

    @Test
    void thatNeedsAClassWhichIsNotHere_saysWhich() throws IOException {
      provider(ShadowingProvider.class).without(GoodProvider.class).in(folder, "badge.jar");

      assertProblem(
          "it needs the class "
              + GoodProvider.class.getName()
              + ", which is neither in it nor in"
              + " this keyfob's runtime");
    }

    @Test
    void whoseServiceFileNamesAMissingClass_saysSo() throws IOException {
      good().without(GoodProvider.class).in(folder, "badge.jar");

      assertProblem("Provider " + GoodProvider.class.getName() + " not found");
    }

    @Test
    void whoseConstructorThrows_saysWhatKindOfExceptionOnly() throws IOException {
      provider(ThrowingProvider.class).in(folder, "badge.jar");

      assertProblem("it failed to start (IllegalStateException)");
    }

    @Test
    void withTheNameOfAModuleThatKeyfobHas_isRefused() throws IOException {
      good().asModule("jakarta.json").in(folder, "json.jar");

      assertProblem("keyfob has a module named jakarta.json already");
    }

    @Test
    void thatOffersNothing_saysSo() throws IOException {
      TestJar.of(GoodProvider.class).in(folder, "nothing.jar");

      assertProblem("it offers neither a provider nor a store");
    }

    @Test
    void whoseNameIsNoName_isRefusedWithoutControlCharacters() throws IOException {
      provider(NamelessProvider.class).in(folder, "badge.jar");

      assertProblem("\"bad?[2Jname\" is not a name that it can have");
    }

    private void assertProblem(String problem) {
      ExtensionInfo listed = only(providers().reports());
      assertEquals(Optional.of(problem), listed.problem());
      assertEquals(
          List.of("The plugin " + listed.source() + " is skipped: " + problem + "."),
          notices.warnings());
    }
  }

  @Nested
  class AnIdThatIsTaken {
    @Test
    void byKeyfob_staysKeyfobs_evenWhereItsOwnIsMissing() throws IOException {
      provider(ShadowingProvider.class).in(folder, "evil.jar");
      Providers providers = providers();

      assertEquals(Optional.empty(), providers.find("oauth"));
      ExtensionInfo listed = only(providers.reports());
      assertEquals(Optional.of("oauth"), listed.id());
      assertEquals(
          Optional.of("the name oauth is keyfob's own and cannot be replaced"), listed.problem());
      assertEquals(1, notices.warnings().size());
    }

    @Test
    void byAnEarlierJar_staysTheEarlierOnes() throws IOException {
      good().in(folder, "a.jar");
      good().in(folder, "b.jar");

      List<ExtensionInfo> listed = providers().reports();

      assertEquals(Optional.empty(), listed.get(0).problem());
      assertEquals(Optional.of("another badge comes before it"), listed.get(1).problem());
    }

    @Test
    void byTheProgram_staysThePrograms() throws IOException {
      good().in(folder, "a.jar");
      FakeProvider own = new FakeProvider("badge");

      Providers providers = new Providers(List.of(own), folder(), notices);

      assertEquals(Optional.of(own), providers.find("badge"));
      assertEquals(1, providers.all().size());
    }
  }

  @Nested
  class ASlowJar {
    @Test
    void doesNotHoldUpOneThatComesAfterIt() throws IOException {
      provider(NeverReadyProvider.class).in(folder, "a-slow.jar");
      good().in(folder, "b-good.jar");

      Providers providers =
          new Providers(
              List.of(), new PluginFolder(List.of(folder), notices, Duration.ofHours(1)), notices);

      assertTrue(providers.find("badge").isPresent());
      assertEquals(List.of(), notices.warnings());
    }

    @Test
    void isGivenUpAtTheLimit() throws IOException {
      provider(NeverReadyProvider.class).in(folder, "slow.jar");

      ExtensionInfo listed =
          only(
              new Providers(List.of(), new PluginFolder(List.of(folder), notices, SHORT), notices)
                  .reports());

      assertEquals(Optional.of("it was not loaded within 0 seconds"), listed.problem());
    }
  }

  @Nested
  class TheFolder {
    @Test
    void isNotLookedIntoForWhatKeyfobHasItself() throws IOException {
      Files.writeString(folder.resolve("broken.jar"), "this is no zip file");
      Providers providers = new Providers(List.of(new FakeProvider("api_key")), folder(), notices);

      providers.forProfile(TestProfiles.acme("{'apiKey':{}, 'pat':{}, 'notes':'text'}"));
      providers.find("pat");

      assertEquals(List.of(), notices.warnings());
    }

    @Test
    void isLookedIntoForAProfileThatNamesAType() throws IOException {
      good().in(folder, "badge.jar");

      List<CredentialProvider> found =
          providers().forProfile(TestProfiles.acme("{'badge':{}, 'elsewhere':{}}"));

      assertEquals(List.of("badge"), found.stream().map(CredentialProvider::type).toList());
    }

    @Test
    void thatDoesNotExist_isEmpty() {
      Providers providers =
          new Providers(
              List.of(), new PluginFolder(List.of(parent.resolve("none")), notices), notices);

      assertEquals(Optional.empty(), providers.find("badge"));
      assertEquals(List.of(), notices.warnings());
    }

    @Test
    void ofTheProgram_comesAfterTheUsers() throws IOException {
      Path programs = Files.createDirectory(parent.resolve("program"));
      permit(programs, "rwxr-xr-x");
      good().in(programs, "a.jar");
      PluginFolder both = new PluginFolder(List.of(folder, programs), notices);
      assertTrue(new Providers(List.of(), both, notices).find("badge").isPresent());

      Path own = good().in(folder, "b.jar");
      both = new PluginFolder(List.of(folder, programs), notices);
      List<ExtensionInfo> listed = new Providers(List.of(), both, notices).reports();

      assertEquals(own.toString(), listed.get(0).source());
      assertEquals(Optional.empty(), listed.get(0).problem());
      assertEquals(Optional.of("another badge comes before it"), listed.get(1).problem());
    }

    @Test
    void thatOthersMayWriteToAndIsEmpty_isNotWorthAWord() throws IOException {
      permit(folder, "rwxrwxrwx");

      assertEquals(Optional.empty(), providers().find("badge"));
      assertEquals(List.of(), notices.warnings());
    }

    @Test
    void thatOthersMayWriteTo_isRefusedAndLeftAsItIs() throws IOException {
      good().in(folder, "badge.jar");
      permit(folder, "rwxrwx---");

      assertEquals(Optional.empty(), providers().find("badge"));

      assertEquals(
          List.of(
              "The plugin "
                  + folder
                  + " is skipped: others may write to it, so that what is there"
                  + " may not be what you have put there (check it, then chmod go-w "
                  + folder
                  + ")."),
          notices.warnings());
      assertEquals(
          PosixFilePermissions.fromString("rwxrwx---"), Files.getPosixFilePermissions(folder));
    }

    @Test
    void thatIsASymbolicLink_isRefused() throws IOException {
      good().in(folder, "badge.jar");
      Path link = Files.createSymbolicLink(parent.resolve("link"), folder);

      Providers providers =
          new Providers(List.of(), new PluginFolder(List.of(link), notices), notices);

      assertEquals(Optional.empty(), providers.find("badge"));
    }

    @Test
    void withAJarThatOthersMayWriteTo_refusesThatJarAlone() throws IOException {
      Path open = good().in(folder, "a.jar");
      permit(open, "rw-rw-rw-");
      good().in(folder, "b.jar");
      Providers providers = providers();

      assertTrue(providers.find("badge").isPresent());
      List<ExtensionInfo> listed = providers.reports();
      assertTrue(listed.get(0).problem().orElseThrow().startsWith("others may write to it"));
      assertEquals(folder.resolve("b.jar").toString(), listed.get(1).source());
    }
  }

  private StoreContext context() {
    Map<String, String> environment = Map.of("KEYFOB_HOME", parent.toString());
    return StoreContext.builder(
            TestProfiles.acme("{}"),
            KeyfobDirectories.of(environment, "Linux"),
            new NoInteraction())
        .environment(environment)
        .notices(notices)
        .build();
  }

  private static TestJar good() {
    return provider(GoodProvider.class);
  }

  private static TestJar provider(Class<? extends GoodProvider> type) {
    return TestJar.of(GoodProvider.class, GoodStore.class, type)
        .providing(CredentialProvider.class, type);
  }

  private PluginFolder folder() {
    return new PluginFolder(List.of(folder), notices);
  }

  private Providers providers() {
    return new Providers(List.of(), folder(), notices);
  }

  private static ExtensionInfo only(List<ExtensionInfo> plugins) {
    assertEquals(1, plugins.size(), plugins::toString);
    return plugins.getFirst();
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
