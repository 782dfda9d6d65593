namespace ConsultCluster.EndToEnd.Harness.Cluster;

/// <summary>Measures in the page for how long a picture of somebody else stood still.</summary>
internal static class FrameGaps
{
    private static readonly TimeSpan EvenFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EvenWithin = TimeSpan.FromSeconds(15);

    /// <summary>Two frames of <see cref="SmallCamera"/> may be missing.</summary>
    private static readonly TimeSpan EvenGap = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Notes when each new decoded frame of each other's picture went to the screen, whatever video element shows it. The screen does not wait for the
    /// page's script; of what came while that was busy it hears the number only (WICG video-rvfc, presentedFrames). It takes these for the last ones
    /// before it heard, at the camera's pace, so that a picture that stood still before them is not taken for one that moved slowly. Of the own picture, which is
    /// noted to know when the camera itself paused, it takes them for spread evenly, so that no pause is made up.
    /// </summary>
    public static readonly string Script = $$"""
        const interval = {{SmallCamera.FrameInterval.TotalMilliseconds}};
        window.__frames = {};
        window.__camera = [];
        const watched = new WeakSet();
        const watch = video => {
          if (watched.has(video)) return;
          watched.add(video);
          let last = null;
          const note = (_, frame) => {
            const at = performance.timeOrigin + frame.presentationTime;
            const presented = last === null ? 1 : Math.max(1, frame.presentedFrames - last.count);
            const { own, testid } = video.closest('[data-own]')?.dataset ?? {};
            for (let n = 1; n <= presented; n++) {
              if (own === 'false') (window.__frames[testid] ??= []).push(Math.max(last?.at ?? at, at - (presented - n) * interval));
              if (own === 'true') window.__camera.push(at - (presented - n) * (at - (last?.at ?? at)) / presented);
            }
            last = { at, count: frame.presentedFrames };
            video.requestVideoFrameCallback(note);
          };
          video.requestVideoFrameCallback(note);
        };
        new MutationObserver(() => document.querySelectorAll('video').forEach(watch))
          .observe(document, { subtree: true, childList: true });
        """;

    /// <summary>
    /// Waits until every picture of the others has moved evenly for a while: what is measured next is then what happens next, and not the start of
    /// what was needed for it. A machine on which that never is goes on after a while.
    /// </summary>
    public static async Task BecomeEvenAsync(Terminal terminal, int others) => await terminal.Page.EvaluateAsync(
        """
        async ({ others, forMs, gapMs, withinMs }) => {
          const until = Date.now() + withinMs;
          const isEven = (times, now) => {
            const at = [...times.filter(time => time >= now - forMs), now];
            return at.length > forMs / gapMs && at.slice(1).every((time, i) => time - at[i] <= gapMs);
          };
          const areEven = now => Object.values(window.__frames).filter(times => isEven(times, now)).length >= others;
          while (Date.now() < until && !areEven(Date.now())) await new Promise(next => setTimeout(next, 250));
        }
        """,
        new { others, forMs = EvenFor.TotalMilliseconds, gapMs = EvenGap.TotalMilliseconds, withinMs = EvenWithin.TotalMilliseconds });

    /// <summary>
    /// For each of the others the longest time since <paramref name="from"/> without a new frame, in milliseconds. Waits until each of them
    /// has frames of the last moment again. All pages of a browser have one camera, a made-up one that pauses for up to a second when a page begins or first
    /// gets the focus of the keyboard: for as long as nobody's own picture moved either, nothing was sent that could have come.
    /// </summary>
    public static async Task<double[]> LongestAsync(Terminal terminal, DateTimeOffset from, int others)
    {
        await terminal.WaitAsync(
            """
            ({ from, others }) => {
              const pictures = Object.values(window.__frames).filter(times => times.at(-1) >= from);
              return pictures.length >= others && pictures.every(times => times.at(-5) >= Math.max(from, Date.now() - 1000));
            }
            """,
            $"see {others} moving pictures again",
            new { from = from.ToUnixTimeMilliseconds(), others });
        return await terminal.Page.EvaluateAsync<double[]>(
            """
            ({ from, pauseMs }) => {
              const between = times => times.slice(1).map((time, i) => [times[i], time]);
              const pauses = between(window.__camera).filter(([begin, end]) => end - begin > pauseMs);
              const paused = ([begin, end]) => pauses.reduce((sum, pause) => sum + Math.max(0, Math.min(end, pause[1]) - Math.max(begin, pause[0])), 0);
              return Object.values(window.__frames).filter(times => times.at(-1) >= from).map(times => {
                times.sort((one, other) => one - other);
                const at = [...times.filter(time => time < from).slice(-1), ...times.filter(time => time >= from)];
                return Math.max(...between(at).map(gap => gap[1] - gap[0] - paused(gap)));
              });
            }
            """,
            new { from = from.ToUnixTimeMilliseconds(), pauseMs = EvenGap.TotalMilliseconds });
    }
}
