package io.pagestream.jobs.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pagestream.jobs.command.NamedSources;
import io.pagestream.jobs.command.PagePictures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The viewer in headless Chromium. Screenshots go to {@code target/screenshots}. Where no Chromium is the tests are skipped,
 * unless the variable PAGESTREAM_REQUIRE_CHROMIUM is set.
 */
class ViewerITCase {

    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path profile;

    @TempDir
    Path place;

    private static ChromeDriver browser;
    private MadeResults made;
    private ResultFolder folder;
    private ViewServer server;

    @BeforeAll
    static void startBrowser() {
        if (!CHROMIUM.canExecute() || !DRIVER.canExecute()) {
            String missing = "NOT RUN: the viewer is tested in Chromium, and " + CHROMIUM + " and " + DRIVER
                    + " are not both there; Debian's packages are chromium and chromium-driver";
            if (System.getenv("PAGESTREAM_REQUIRE_CHROMIUM") != null) {
                fail(missing);
            }
            assumeTrue(false, missing);
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(), options);
    }

    @AfterAll
    static void endBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void start() throws IOException {
        made = MadeResults.in(place);
        folder = new ResultFolder(made.results(), new NamedSources(List.of()));
        folder.refresh();
        server = new ViewServer(folder, new PagePictures(new NamedSources(List.of(made.documents()))), 0);
        window(1200, 720, false);
        media("light");
        browser.get(server.address());
        await("the page is shown", () -> !all("#text h1").isEmpty());
        await("the list is shown", () -> all("#list a").size() == 4);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        folder.close();
    }

    @Test
    void a_document_is_shown_with_picture_boxes_text_and_answers() throws Exception {
        awaitPicture();
        assertThat(one("#text h1").getText()).isEqualTo("Invoice 2026-118");
        assertThat(all("#text td")).extracting(WebElement::getText).contains("Cutting mats, 3 pieces", "58.50");
        assertThat(all("#picture rect.line")).hasSize(9);
        assertThat(all("#picture rect.evidence")).hasSize(1);
        assertThat(one("#answers").getText()).contains("What is the total?", "185.70 EUR", "95 % sure");
        assertThat(one("#facts").getText()).contains("read by the model", "so the model read its picture");
        assertThat(one("#text .doubt").getText()).isEqualTo("58.50");
        assertThat(one("#text .doubt").getDomAttribute("title")).isEqualTo("41 % sure");
        new Actions(browser).moveToElement(one("#text [data-piece='1']")).perform();
        screenshot("light");
        assertThat(complaints()).isEmpty();
    }

    @Test
    void a_line_and_its_box_light_up_together() {
        awaitPicture();
        WebElement words = browser.findElement(By.xpath("//*[@id='text']//*[@data-piece='7']"));
        assertThat(words.getText()).isEqualTo("Total due: 185.70 EUR");

        new Actions(browser).moveToElement(words).perform();
        await("the box lights up", () -> isOn("#picture [data-piece='7']"));

        new Actions(browser).moveToElement(one("#picture [data-piece='1']")).perform();
        await("the words light up", () -> isOn("#text [data-piece='1']"));
        assertThat(isOn("#text [data-piece='7']")).isFalse();
    }

    @Test
    void a_box_lies_over_its_line_on_the_page_that_was_set_upright() {
        browser.get(server.address() + "#d=1");
        await("the second document is shown", () -> one("#where").getText().contains("turned.png"));
        awaitPicture();

        Map<?, ?> drawn = (Map<?, ?>) browser.executeScript("const box = document.querySelector("
                + "'#picture [data-piece=\"0\"]').getBoundingClientRect(); const page = document.querySelector("
                + "'#picture img').getBoundingClientRect(); const img = document.querySelector('#picture img');"
                + "const canvas = document.createElement('canvas'); canvas.width = img.naturalWidth;"
                + "canvas.height = img.naturalHeight; const pen = canvas.getContext('2d'); pen.drawImage(img, 0, 0);"
                + "const scale = img.naturalWidth / page.width; const data = pen.getImageData("
                + "(box.left - page.left) * scale, (box.top - page.top) * scale, box.width * scale,"
                + "box.height * scale).data; let dark = 0; for (let i = 0; i < data.length; i += 4)"
                + "if (data[i] < 128) dark++; return {share: dark * 4 / data.length};");

        assertThat(((Number) drawn.get("share")).doubleValue())
                .as("dark pixels in the box")
                .isBetween(0.05, 0.6);
    }

    @Test
    void keys_turn_pages_search_and_change_tabs() {
        press("j");
        await("the next document", () -> one("#where").getText().contains("turned.png"));
        press("k");
        await("and back", () -> one("#where").getText().contains("invoice.png"));
        press("t");
        await("lines", () -> all("#text .lines li").size() == 9);
        assertThat(one("#tab-lines").getDomAttribute("aria-selected")).isEqualTo("true");
        press("t");
        await("source", () -> one("#text pre").getText().startsWith("# Invoice"));
        press("b");
        assertThat(one("#picture svg").isDisplayed()).isFalse();
        press("?");
        await("help", () -> one("#help").isDisplayed());
        one("#help").sendKeys(Keys.ESCAPE);
        await("no help", () -> !one("#help").isDisplayed());
        press("/");
        browser.switchTo().activeElement().sendKeys("fineliners black" + Keys.ENTER);
        await("two places", () -> one("#list-note").getText().startsWith("2 places"));
        all("#list a").get(1).click();
        await("the place is marked", () -> !all("#text .hit").isEmpty());
        assertThat(one("#where").getText()).contains("turned.png");
    }

    @Test
    void hostile_text_does_nothing_but_stand_there() {
        for (String address : List.of("#d=2", "#d=3")) {
            browser.get(server.address() + address);
            await("it is shown", () -> one("#reading").getText().contains("window.broken=1"));
            for (String tab : List.of("lines", "source", "text")) {
                one("#tab-" + tab).click();
            }
            one("#show-letters").click();
            await("dead letters", () -> one("#list").getText().contains("PASSWORD_NEEDED"));
            assertThat(one("#list").getText()).contains("<script>window.broken=1</script>");
            assertThat(browser.executeScript("return typeof window.broken")).isEqualTo("undefined");
            assertThat(all("#reading script, #list script, #reading img, #list img, #text b"))
                    .isEmpty();
            assertThat(all("a[href^='javascript']")).isEmpty();
        }
        assertThat(complaints()).filteredOn(line -> !line.contains("409")).isEmpty();
    }

    @Test
    void the_policy_of_the_page_stops_a_script_that_would_get_in() {
        browser.executeScript("const img = document.createElement('div');"
                + "img.innerHTML = '<img src=x onerror=\"window.broken=1\">'; document.body.append(img);");
        await("the browser complains", () -> complaints().stream().anyMatch(line -> line.contains("Content Security")));
        assertThat(browser.executeScript("return typeof window.broken")).isEqualTo("undefined");
    }

    @Test
    void results_that_are_written_meanwhile_appear_by_themselves() throws Exception {
        Files.writeString(made.results().resolve(".answers.jsonl.part"), "", StandardOpenOption.CREATE_NEW);
        Files.writeString(
                made.results().resolve("results.jsonl"),
                MadeResults.another("late.pdf", "# Late") + "\n",
                StandardOpenOption.APPEND);

        await("the new document is listed", () -> all("#list a").size() == 5);
        await("and the run is said to go on", () -> one("#status").getText().contains("a run is not finished"));
    }

    @Test
    void it_is_dark_where_the_system_is_or_the_switch_says_so() throws Exception {
        awaitPicture();
        String light = one("body").getCssValue("background-color");
        media("dark");
        assertThat(one("body").getCssValue("background-color")).isNotEqualTo(light);
        screenshot("dark");
        one("#theme").click();
        assertThat(one("#theme").getText()).isEqualTo("Theme: light");
        assertThat(one("body").getCssValue("background-color")).isEqualTo(light);
        browser.executeScript("localStorage.clear()");
    }

    @Test
    void on_a_phone_nothing_is_wider_than_the_screen() throws Exception {
        window(390, 844, true);
        browser.navigate().refresh();
        await("the page is shown", () -> !all("#text h1").isEmpty());
        awaitPicture();

        assertThat(one("#text h1").isDisplayed()).isTrue();
        assertThat(browser.executeScript("return document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(one("#sidebar").isDisplayed()).isFalse();
        screenshot("phone");
        one("#menu").click();
        assertThat(one("#sidebar").isDisplayed()).isTrue();
        assertThat(one("#menu").getDomAttribute("aria-expanded")).isEqualTo("true");
        await("the list is there", () -> all("#list a").size() == 4);
        all("#list a").get(1).click();
        await("it goes away after a choice", () -> !one("#sidebar").isDisplayed());
    }

    @Test
    void everything_that_can_be_pressed_has_a_name() {
        for (WebElement each : all("button, input, [role=tab], a[href], nav, dialog")) {
            if (each.isDisplayed()) {
                assertThat(each.getAccessibleName())
                        .as(each.getDomProperty("outerHTML"))
                        .isNotBlank();
            }
        }
        assertThat(one("html").getDomAttribute("lang")).isEqualTo("en");
        assertThat(one("#picture img").getDomAttribute("alt")).isEqualTo("Page 1 as it was read");
    }

    private void awaitPicture() {
        await(
                "the picture is there",
                () -> Boolean.TRUE.equals(
                        browser.executeScript(
                                "const img = document.querySelector('#picture img'); return !!img && img.complete && img.naturalWidth > 0")));
    }

    private static boolean isOn(String selector) {
        return all(selector).stream()
                .anyMatch(each -> each.getDomAttribute("class").contains("on"));
    }

    private static void press(String key) {
        new Actions(browser).sendKeys(key).perform();
    }

    private static WebElement one(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    private static List<WebElement> all(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    /** What the browser has written on its console since the last call. */
    private static List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    private static void media(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private static void window(int width, int height, boolean phone) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
    }

    private static void screenshot(String name) throws IOException {
        Path target = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(target.resolve("view-" + name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    /** The page changes under the eyes of the driver: an element that is gone is looked for again. */
    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        RuntimeException last = null;
        while (System.nanoTime() < end) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } catch (RuntimeException e) {
                last = e;
            }
        }
        throw new AssertionError("not within " + PATIENCE + ": " + what, last);
    }
}
