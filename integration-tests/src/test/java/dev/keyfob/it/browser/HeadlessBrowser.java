package dev.keyfob.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One page of the machine's Chromium, without a window. Every wait is bounded and then fails with
 * Playwright's account of what was there instead. Not thread-safe: use it in the thread that
 * launched it.
 */
public final class HeadlessBrowser implements AutoCloseable {

  /** Without a graphics card, and with other work on the machine, it is painted slowly. */
  private static final double SCREENSHOT_PATIENCE_MILLIS = 120_000;

  private static final double PATIENCE_MILLIS = 30_000;

  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  private HeadlessBrowser(Playwright playwright, Page page) {
    this.playwright = playwright;
    this.page = page;
    page.onConsoleMessage(message -> complaints.add(message.text()));
  }

  /** Launches a Chromium with an empty profile; 2 to 3 seconds. */
  public static HeadlessBrowser launch() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    BrowserType.LaunchOptions options = new BrowserType.LaunchOptions().setArgs(FLAGS);
    executable().ifPresent(options::setExecutablePath);
    try {
      Browser browser = playwright.chromium().launch(options);
      Page page = browser.newPage();
      page.setDefaultTimeout(PATIENCE_MILLIS);
      return new HeadlessBrowser(playwright, page);
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  /** The Chromium on the {@code PATH}, if there is one. */
  static Optional<Path> executable() {
    return onPath("chromium", "chromium-browser", "google-chrome");
  }

  private static Optional<Path> onPath(String... names) {
    List<Path> folders =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
            .map(Path::of)
            .toList();
    return Arrays.stream(names)
        .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens an address and waits until the page has loaded. */
  public void open(URI address) {
    page.navigate(address.toString());
  }

  /** Types into the field that a CSS selector names, replacing what is there. */
  public void fill(String selector, String text) {
    page.fill(selector, text);
  }

  /** Clicks what a CSS selector names. */
  public void click(String selector) {
    page.click(selector);
  }

  /** Waits for what a CSS selector names, and gives the text that a person sees there. */
  public String textOf(String selector) {
    return page.innerText(selector).strip();
  }

  /** Whether the page shows what a CSS selector names, now. */
  public boolean shows(String selector) {
    return page.isVisible(selector);
  }

  /** The text that a person sees on the page. */
  public String text() {
    return textOf("body");
  }

  /** The address of the page. */
  public URI location() {
    return URI.create(page.url());
  }

  /** Waits until the page is at such an address and has loaded, and gives that address. */
  public URI awaitLocation(Predicate<URI> wanted) {
    page.waitForURL(url -> wanted.test(URI.create(url)));
    return location();
  }

  /** Does something, and gives the address that the browser then asks for, answered or not. */
  public URI requestedBy(Runnable action, Predicate<URI> wanted) {
    return URI.create(
        page.waitForRequest(request -> wanted.test(URI.create(request.url())), action).url());
  }

  /** Looks at pages as on a dark or a light screen of a width. */
  public void look(boolean dark, int width, int height) {
    page.setViewportSize(width, height);
    page.emulateMedia(
        new Page.EmulateMediaOptions().setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
  }

  /** Whether the page is no wider than the window. */
  public boolean fits() {
    return (Boolean)
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth");
  }

  /** What pages have had the browser complain about so far, such as what a policy forbade. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Forgets every cookie, so that nobody is signed in anywhere any more. */
  public void forgetCookies() {
    page.context().clearCookies();
  }

  /** Saves a picture of the whole page as PNG. */
  public void screenshot(Path file) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(file)
            .setFullPage(true)
            .setTimeout(SCREENSHOT_PATIENCE_MILLIS));
  }

  @Override
  public void close() {
    playwright.close();
  }
}
