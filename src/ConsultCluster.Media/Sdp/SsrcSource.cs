namespace ConsultCluster.Media.Sdp;

/// <summary>Gives SSRCs upwards from one on, past 0 and those that the terminal uses itself.</summary>
internal sealed class SsrcSource(uint next)
{
    private readonly HashSet<uint> _taken = [0];

    /// <summary>Where the next search begins.</summary>
    public uint Next { get; private set; } = next;

    /// <summary>Never give this one.</summary>
    public void Exclude(uint ssrc) => _taken.Add(ssrc);

    /// <summary>A new one.</summary>
    public uint Take()
    {
        while (_taken.Contains(Next))
        {
            Next++;
        }

        return Next++;
    }
}
