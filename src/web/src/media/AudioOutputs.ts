/** Plays every voice through its own hidden element, and says when the browser wants a tap first (autoplay policy). */
export class AudioOutputs {
  private readonly elements = new Map<MediaStream, HTMLAudioElement>();

  constructor(private readonly onBlocked: (blocked: boolean) => void) {}

  /** Exactly these streams are heard from now on. */
  play(streams: readonly MediaStream[]): void {
    for (const [stream, element] of this.elements) {
      if (streams.includes(stream)) continue;
      element.srcObject = null;
      element.remove();
      this.elements.delete(stream);
    }
    for (const stream of streams) {
      if (this.elements.has(stream)) continue;
      const element = document.createElement('audio');
      element.hidden = true;
      element.autoplay = true;
      element.srcObject = stream;
      document.body.append(element);
      this.elements.set(stream, element);
      void this.start(element);
    }
  }

  resume(): void {
    this.onBlocked(false);
    for (const element of this.elements.values()) void this.start(element);
  }

  clear(): void {
    this.play([]);
  }

  private async start(element: HTMLAudioElement): Promise<void> {
    try {
      await element.play();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.onBlocked(true);
    }
  }
}
