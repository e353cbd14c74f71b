"use strict";
const js = require("@eslint/js");

const BROWSER = ["window", "document", "location", "navigator", "fetch", "atob", "ResizeObserver", "getComputedStyle"];
const ELEMENTS = ["HTMLElement", "HTMLCanvasElement", "SVGElement", "localStorage", "MutationObserver"];
const TIMES = ["URL", "history", "performance", "addEventListener", "setTimeout", "clearTimeout"];
const asGlobals = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));

module.exports = [
  { ignores: [".venv/", "node_modules/", "static/"] },
  js.configs.recommended,
  {
    files: ["ui/**/*.js"],
    languageOptions: {
      sourceType: "script",
      ecmaVersion: 2023,
      globals: { ...asGlobals([...BROWSER, ...ELEMENTS, ...TIMES]), L: "readonly" },
    },
  },
  {
    files: ["ui/map/static/**/*.js"],
    rules: {
      strict: ["error", "global"],
      "max-lines": ["error", 200],
      "max-len": ["error", { code: 140 }],
      "no-redeclare": ["error", { builtinGlobals: false }],
      "no-unused-vars": "error",
      "no-underscore-dangle": "error", // private parts of Leaflet
      "no-restricted-properties": ["error", { object: "window", property: "Streamlit" }],
      "no-restricted-syntax": [
        "error",
        { selector: "AssignmentExpression[left.property.name=/^(inner|outer)HTML$/]", message: "Text is set as text." },
        { selector: "CallExpression[callee.property.name='insertAdjacentHTML']", message: "Text is set as text." },
        ...[
          "Program > VariableDeclaration > VariableDeclarator[id.name!='wardMap']",
          "Program > :matches(FunctionDeclaration, ClassDeclaration)",
          "AssignmentExpression[left.object.name=/^(window|globalThis)$/]",
        ].map((selector) => ({ selector, message: "The map has one global name, wardMap." })),
      ],
      eqeqeq: "error",
      "prefer-const": "error",
      "no-eval": "error",
      "no-shadow": "error",
    },
  },
  { files: ["ui/map/static/payload.js"], rules: { "max-lines": "off", "max-len": "off" } }, // written by a program
  {
    files: ["tests/**/*.js", "eslint.config.js"],
    languageOptions: {
      sourceType: "commonjs",
      ecmaVersion: 2023,
      globals: asGlobals(["require", "module", "__dirname", "Buffer", "console"]),
    },
  },
];
