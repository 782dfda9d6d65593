/**
 * Two tabs with the same seat key would push each other out for ever, since the server gives a seat to whoever came last and
 * both come back by themselves. The tab that joins last says so, and the other gives way.
 */
export class SeatClaim {
  private readonly channel = new BroadcastChannel('consult.seat');

  constructor(private readonly seatKey: string, onTaken: () => void) {
    this.channel.onmessage = event => { if (event.data === seatKey) onTaken(); };
  }

  announce(): void {
    this.channel.postMessage(this.seatKey);
  }

  release(): void {
    this.channel.close();
  }
}
