/** As much of the configuration's type as `packaging.test.ts` reads; electron-builder, which has it all, is not installed. */
interface Target {
  readonly target: string;
  readonly arch: readonly string[];
}

interface Association {
  readonly ext: readonly string[];
  readonly name: string;
  readonly mimeType: string;
  readonly role: string;
  readonly rank: string;
}

declare const config: {
  readonly npmRebuild: boolean;
  readonly asar: boolean;
  readonly asarUnpack: readonly string[];
  readonly files: readonly string[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly fileAssociations: readonly Association[];
  readonly linux: { readonly target: readonly string[]; readonly icon: string };
  readonly mac: { readonly target: readonly Target[]; readonly icon: string };
  readonly win: { readonly target: readonly Target[]; readonly icon: string };
};
export default config;
