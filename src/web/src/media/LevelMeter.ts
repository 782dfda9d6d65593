/** Measures how loud a microphone track is, for the device check. */
export class LevelMeter {
  private readonly context = new AudioContext();
  private readonly analyser = this.context.createAnalyser();
  private readonly samples: Float32Array<ArrayBuffer>;

  constructor(track: MediaStreamTrack) {
    this.analyser.fftSize = 1024;
    this.samples = new Float32Array(this.analyser.fftSize);
    // Browsers let sound machinery run only after a touch or a key, unless the microphone already counts as one.
    void this.context.resume();
    window.addEventListener('pointerdown', this.wake);
    window.addEventListener('keydown', this.wake);
    this.context.createMediaStreamSource(new MediaStream([track])).connect(this.analyser);
  }

  /** 0 silent to 1 loud; speech at arm's length reaches about 0.6. */
  read(): number {
    this.analyser.getFloatTimeDomainData(this.samples);
    let sum = 0;
    for (const sample of this.samples) sum += sample * sample;
    const decibel = 10 * Math.log10(sum / this.samples.length + 1e-9);
    return Math.min(1, Math.max(0, (decibel + 60) / 60));
  }

  close(): void {
    window.removeEventListener('pointerdown', this.wake);
    window.removeEventListener('keydown', this.wake);
    void this.context.close();
  }

  private readonly wake = (): void => void this.context.resume();
}
