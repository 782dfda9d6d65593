using System.Diagnostics;
using ConsultCluster.Benchmarks.Soak.Plan;

namespace ConsultCluster.Benchmarks.Soak.Floods;

/// <summary>Whether a kind of flood is on now.</summary>
internal sealed class FloodSchedule(FloodSlice[] slices)
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _since = Stopwatch.StartNew();

    /// <summary>After the last one.</summary>
    public bool IsOver => _since.Elapsed >= slices[^1].Window.To;

    public bool IsOn(FloodKind kind)
    {
        var now = _since.Elapsed;
        return slices.Any(slice => slice.Kind.HasFlag(kind) && slice.Window.Contains(now));
    }

    /// <summary>True when it is on, as soon as it is; false when all is over.</summary>
    public async Task<bool> WaitAsync(FloodKind kind)
    {
        while (!IsOn(kind))
        {
            if (IsOver)
            {
                return false;
            }

            await Pace.ForAsync(_look);
        }

        return true;
    }
}
