namespace ConsultCluster.Media.Srtp;

/// <summary>
/// The ranges of indices that one SSRC has used before its current run: none of them is accepted again. Created by the
/// first jump; most streams never need it.
/// </summary>
internal sealed class SrtpRuns
{
    /// <summary>More jumps than that merge ranges that are close: their gap then counts as used, which is the safe side.</summary>
    private const int MaxRuns = 8;

    private readonly (long First, long Last)[] _runs = new (long, long)[MaxRuns + 1];
    private int _count;

    /// <summary>True when the index was used, or may have been.</summary>
    public bool Contains(long index)
    {
        foreach (ref readonly var run in _runs.AsSpan(0, _count))
        {
            if (index >= run.First && index <= run.Last)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a finished run; both ends belong to it.</summary>
    public void Add(long first, long last)
    {
        var at = _count;
        while (at > 0 && _runs[at - 1].First > first)
        {
            _runs[at] = _runs[at - 1];
            at--;
        }

        _runs[at] = (first, last);
        _count++;
        if (_count > MaxRuns)
        {
            MergeClosest();
        }
    }

    private void MergeClosest()
    {
        var closest = 1;
        for (var i = 2; i < _count; i++)
        {
            if (_runs[i].First - _runs[i - 1].Last < _runs[closest].First - _runs[closest - 1].Last)
            {
                closest = i;
            }
        }

        _runs[closest - 1].Last = Math.Max(_runs[closest - 1].Last, _runs[closest].Last);
        _runs.AsSpan((closest + 1).._count).CopyTo(_runs.AsSpan(closest));
        _count--;
    }
}
