import type { ConfigData } from 'html-validate';

/** The rules of html-validate our pages keep: all recommended ones, with the exceptions that have a reason. */
export const htmlRules: ConfigData = {
  extends: ['html-validate:recommended'],
  rules: {
    // The renderer writes <input/> as <input>, and lower-case attributes as given: style of source text, not of pages.
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    // Telephone numbers are kept on one line by the style sheet.
    'tel-non-breaking': 'off',
    // Several ticked boxes post one name: that is how a list of choices travels without JavaScript.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit'] }],
  },
};
