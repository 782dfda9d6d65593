using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Benchmarks.Cluster;

/// <summary>Measures in the page for how long a picture of somebody else stood still.</summary>
internal static class FrameGaps
{
    /// <summary>Notes when each new frame of each other's picture was shown, whatever video element shows it.</summary>
    public const string Script = """
        window.__frames = {};
        const watched = new WeakSet();
        const watch = video => {
          if (watched.has(video)) return;
          watched.add(video);
          const note = () => {
            const tile = video.closest('[data-own=false]');
            if (tile) (window.__frames[tile.dataset.testid] ??= []).push(Date.now());
            video.requestVideoFrameCallback(note);
          };
          video.requestVideoFrameCallback(note);
        };
        new MutationObserver(() => document.querySelectorAll('video').forEach(watch))
          .observe(document, { subtree: true, childList: true });
        """;

    /// <summary>
    /// The longest time since <paramref name="from"/> without a new frame in any of the pictures, in milliseconds. Waits until each of them
    /// has frames of the last moment again.
    /// </summary>
    public static async Task<double> LongestAsync(Terminal terminal, DateTimeOffset from, int others)
    {
        await terminal.WaitAsync(
            """
            ({ from, others }) => {
              const pictures = Object.values(window.__frames).filter(times => times.at(-1) >= from);
              return pictures.length >= others && pictures.every(times => times.filter(at => at >= Math.max(from, Date.now() - 1000)).length >= 5);
            }
            """,
            $"see {others} moving pictures again",
            new { from = from.ToUnixTimeMilliseconds(), others });
        return await terminal.Page.EvaluateAsync<double>(
            """
            from => Math.max(...Object.values(window.__frames).filter(times => times.at(-1) >= from).map(times => {
              const at = [...times.filter(time => time < from).slice(-1), ...times.filter(time => time >= from)];
              return Math.max(...at.slice(1).map((time, i) => time - at[i]));
            }))
            """,
            from.ToUnixTimeMilliseconds());
    }
}
