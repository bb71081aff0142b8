// Starts the page, and says on it why where that fails. A classic script, because a page that was opened from a
// file may not load modules: that is one of the things to be said.
(function () {
  "use strict";
  var script = document.currentScript;

  function say(message) {
    var place = document.getElementById("trouble");
    place.textContent = message;
    place.hidden = false;
  }

  // A panic ends in a trap, which no code of the page survives to speak of.
  function broke(error) {
    if (typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError) {
      say("Something in Waxseal broke, and the result below may be old. Your text is still in the box: copy it, then load the page again. " +
        "If it happens again, tell us this place: " + place(error));
      return true;
    }
    return false;
  }

  // The functions of the module nearest to the trap.
  function place(error) {
    var found = String(error.stack).match(/wasm-function\[\d+\]:0x[0-9a-f]+/g);
    return found ? found.slice(0, 3).join(" ") : String(error);
  }

  window.addEventListener("error", function (event) {
    broke(event.error);
  });
  window.addEventListener("unhandledrejection", function (event) {
    broke(event.reason);
  });

  if (location.protocol === "file:") {
    say("Waxseal was opened from a file, and browsers don't run it from there. Put its folder on a web server, or open it with one on " +
      "your own computer.");
    return;
  }
  if (typeof WebAssembly !== "object") {
    say("Waxseal needs WebAssembly, and this browser doesn't have it or has it switched off. A browser of the last few years has it.");
    return;
  }
  // A link to another page: the box of the front page is not shown first.
  var frame = document.getElementById("app").classList;
  var page = /^#\/+(\w*)/.exec(location.hash);
  page = page ? page[1] : "";
  if (page && page !== "explain") {
    frame.add("elsewhere");
  }
  // The parts that this page is going to ask for, fetched beside the first: tools/split.sh has named them.
  var part = page === "explain" ? "judging" : /^(domain|spf|setup|link)$/.test(page) ? "live" : page === "build" ? "making" : page ? "reading" : "";
  (script.dataset[part] || "").split(" ").filter(Boolean).forEach(function (name) {
    var link = document.createElement("link");
    link.rel = "preload";
    link.as = "fetch";
    link.crossOrigin = "anonymous";
    link.href = new URL(name, document.baseURI).href;
    document.head.append(link);
  });
  var here = document.baseURI;
  import(new URL(script.dataset.js, here).href).then(function (app) {
    return app.default({ module_or_path: new URL(script.dataset.wasm, here) });
  }).catch(function (error) {
    if (!broke(error)) {
      say("Waxseal could not start. Part of it did not arrive, or this browser is too old for it. Load the page again; what you typed is " +
        "still in the box. The browser says: " + error);
    }
  }).then(function () {
    frame.remove("elsewhere");
  });
})();
