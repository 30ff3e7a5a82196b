/** Somebody's id and name, as a service's operator agreed them: a biller, a wallet, the merchant itself. */
export interface Institution {
  readonly id: string;
  readonly name: string;
}
