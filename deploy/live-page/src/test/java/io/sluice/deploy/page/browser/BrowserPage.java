package io.sluice.deploy.page.browser;

import static io.sluice.deploy.page.browser.Chromium.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** One page in the browser, as somebody who looks at it and types. Used by the test's thread; complaints come on the socket's. */
public final class BrowserPage implements AutoCloseable {
    /** Within the page, and ended by the condition: only a defect lasts as long. */
    private static final int LONGEST_WAIT_MILLIS = 60_000;

    private static final int CONTROL = 2;
    private static final Map<String, Integer> CODES =
            Map.of("Tab", 9, "Enter", 13, "Escape", 27, "PageDown", 34, "End", 35, "Home", 36, "ArrowDown", 40);

    private final DevTools devTools;
    private final String context;
    private final String session;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    BrowserPage(DevTools devTools, String context, String session) {
        this.devTools = devTools;
        this.context = context;
        this.session = session;
    }

    void begin(URI url, Look look) throws IOException {
        devTools.listen(session, this::hear);
        for (String domain : List.of("Page", "Runtime", "Log")) {
            call(domain + ".enable", json());
        }
        // What the policy forbids is told by an event, also where the console says nothing.
        call(
                "Page.addScriptToEvaluateOnNewDocument",
                json().put(
                                "source",
                                "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective"
                                        + " + ' ' + e.blockedURI + ' ' + e.sourceFile + ':' + e.lineNumber));"));
        look(look);
        call("Page.navigate", json().put("url", url.toString()));
        waitFor("document.readyState === 'complete' && document.querySelector('main')");
    }

    /** Another size, or other wishes of the system. */
    void look(Look look) throws IOException {
        call(
                "Emulation.setDeviceMetricsOverride",
                json().put("width", look.width())
                        .put("height", look.height())
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        ObjectNode media = json();
        media.putArray("features")
                .add(json().put("name", "prefers-color-scheme").put("value", look.dark() ? "dark" : "light"))
                .add(json().put("name", "prefers-reduced-motion").put("value", look.calm() ? "reduce" : ""));
        call("Emulation.setEmulatedMedia", media);
    }

    /** Takes the browser off its network, or puts it on it again. */
    void network(boolean there) throws IOException {
        call("Network.enable", json());
        call(
                "Network.emulateNetworkConditions",
                json().put("offline", !there)
                        .put("latency", 0)
                        .put("downloadThroughput", -1)
                        .put("uploadThroughput", -1));
    }

    private void hear(String event, JsonNode about) {
        switch (event) {
            case "Runtime.exceptionThrown" ->
                complaints.add(about.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (about.path("type").asText().equals("error")) {
                    complaints.add(about.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                if (about.path("entry").path("level").asText().equals("error")) {
                    complaints.add(about.path("entry").path("text").asText() + " "
                            + about.path("entry").path("url").asText());
                }
            }
            default -> {
                // Of no interest here.
            }
        }
    }

    /** Errors on the console, exceptions that nobody caught, and what the content-security policy forbade. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** What has been complained of so far was expected. */
    public void forgive() {
        complaints.clear();
    }

    /** The value of an expression in the page. */
    public JsonNode eval(String expression) throws IOException {
        JsonNode answer = call(
                "Runtime.evaluate",
                json().put("expression", expression).put("awaitPromise", true).put("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Waits in the page until an expression is true. */
    public void waitFor(String expression) throws IOException {
        String waiting = "(async () => { const end = performance.now() + " + LONGEST_WAIT_MILLIS + "; let why = '';"
                + "for (;;) { try { if (" + expression + ") return ''; } catch (e) { why = String(e); }"
                + "if (performance.now() > end) return why + ' in: ' + document.body.innerText.slice(0, 4000);"
                + "await new Promise(done => setTimeout(done, 20)); } })()";
        long end = System.nanoTime() + LONGEST_WAIT_MILLIS * 1_000_000L;
        while (true) {
            try {
                String late = eval(waiting).asText();
                if (!late.isEmpty()) {
                    throw new AssertionError("Never true: " + expression + "; " + late + "; " + complaints);
                }
                return;
            } catch (IOException e) {
                // The page that it was asked in is gone: the next one is asked.
                if (System.nanoTime() > end
                        || !(e.getMessage().contains("context")
                                || e.getMessage().contains("navigated"))) {
                    throw e;
                }
            }
        }
    }

    /** Waits with a part of the page in sight, which what stands above it may push away again while it is filled. */
    void waitAt(String section, String expression) throws IOException {
        // What scrolling returns, a promise in some browsers, is not what is waited for.
        waitFor("(document.querySelector(" + quoted(section) + ").scrollIntoView({ behavior: 'instant' }), "
                + expression + ")");
    }

    void waitForTextAt(String section, String selector, String text) throws IOException {
        waitAt(section, "document.querySelector(" + quoted(selector) + ")?.textContent.includes(" + quoted(text) + ")");
    }

    /** Waits until the text of what a selector finds contains something. */
    public void waitForText(String selector, String text) throws IOException {
        waitFor("document.querySelector(" + quoted(selector) + ")?.textContent.includes(" + quoted(text) + ")");
    }

    public String text(String selector) throws IOException {
        return eval("document.querySelector(" + quoted(selector) + ").innerText")
                .asText();
    }

    /** The texts of all that a selector finds, in the order of the document. */
    List<String> texts(String selector) throws IOException {
        return strings(eval("[...document.querySelectorAll(" + quoted(selector) + ")].map(e => e.textContent)"));
    }

    /** A click of the mouse in the middle of what a selector finds, wherever it is on the page. */
    void click(String selector) throws IOException {
        JsonNode at = eval("(() => { const e = document.querySelector(" + quoted(selector) + ");"
                + "e.scrollIntoView({ block: 'center', behavior: 'instant' });"
                + "const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()");
        for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            call(
                    "Input.dispatchMouseEvent",
                    json().put("type", type)
                            .put("x", at.get(0).asDouble())
                            .put("y", at.get(1).asDouble())
                            .put("button", type.equals("mouseMoved") ? "none" : "left")
                            .put("clickCount", 1));
        }
    }

    void press(String key) throws IOException {
        press(key, 0);
    }

    void pressWithControl(String key) throws IOException {
        press(key, CONTROL);
    }

    private void press(String key, int modifiers) throws IOException {
        boolean character = key.length() == 1;
        ObjectNode down = json().put("type", "keyDown").put("key", key).put("modifiers", modifiers);
        if (character || key.equals("Enter")) {
            down.put("text", character ? key : "\r");
        }
        int code = character ? Character.toUpperCase(key.charAt(0)) : CODES.get(key);
        call("Input.dispatchKeyEvent", down.put("windowsVirtualKeyCode", code));
        call(
                "Input.dispatchKeyEvent",
                json().put("type", "keyUp")
                        .put("key", key)
                        .put("modifiers", modifiers)
                        .put("windowsVirtualKeyCode", code));
    }

    /** Types into what has the focus. */
    void type(String text) throws IOException {
        call("Input.insertText", json().put("text", text));
    }

    /** Where the focus is: the element's id, or else its text. */
    String focused() throws IOException {
        return eval("document.activeElement.id || document.activeElement.textContent.trim()")
                .asText();
    }

    byte[] screenshot() throws IOException {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", json().put("format", "png"))
                        .get("data")
                        .asText());
    }

    private JsonNode call(String method, ObjectNode parameters) throws IOException {
        return devTools.call(session, method, parameters);
    }

    static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(each -> strings.add(each.asText()));
        return strings;
    }

    static String quoted(String text) {
        return DevTools.JSON.getNodeFactory().textNode(text).toString();
    }

    @Override
    public void close() throws IOException {
        devTools.call(null, "Target.disposeBrowserContext", json().put("browserContextId", context));
    }
}
