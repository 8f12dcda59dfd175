import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
} from "@vscode/webview-ui-toolkit";

/** Defines the toolkit's elements that the panel uses: `vscode-button`, `vscode-dropdown`, `vscode-option`. */
export function defineToolkitElements(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption());
}
