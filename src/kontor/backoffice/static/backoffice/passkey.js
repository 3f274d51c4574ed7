// Joins the buttons of a page to the passkeys of the browser (allauth's script); what the browser refuses stands on the page.
document.addEventListener("DOMContentLoaded", () => {
  for (const it of document.querySelectorAll("[data-passkey]")) {
    const { passkey, press, credential, alone } = it.dataset;
    // The button asks the browser first; the form is sent with its answer.
    if (passkey !== "login") document.getElementById(press).type = "button";
    const ids = { [passkey]: press, credential, passwordless: alone, data: "js_data" };
    window.allauth.webauthn.forms[`${passkey}Form`]({ ids });
  }
});
document.addEventListener("allauth.error", (event) => {
  const said = document.getElementById("k-passkey-failed");
  if (!said) return;
  event.preventDefault();
  said.hidden = false;
});
