export type FailureKind = 'address-invalid' | 'host-forbidden' | 'request-invalid' | 'redirected' | 'too-large' | 'timeout' | 'network';

/** A call that brought no answer; the sentence is German and names the host, never what was sent. */
export class OutsideFailure extends Error {
  override name = 'OutsideFailure';
  readonly kind: FailureKind;
  /** Trying again may help. */
  readonly retryable: boolean;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
    this.retryable = kind === 'timeout' || kind === 'network';
  }
}
