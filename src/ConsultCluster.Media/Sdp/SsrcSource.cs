namespace ConsultCluster.Media.Sdp;

/// <summary>Allocates ascending SSRCs, skipping 0 and those that the terminal uses.</summary>
internal sealed class SsrcSource(uint next)
{
    private readonly HashSet<uint> _taken = [0];

    /// <summary>Start of the next search.</summary>
    public uint Next { get; private set; } = next;

    /// <summary>Excludes an SSRC.</summary>
    public void Exclude(uint ssrc) => _taken.Add(ssrc);

    /// <summary>Allocates an SSRC.</summary>
    public uint Take()
    {
        while (_taken.Contains(Next))
        {
            Next++;
        }

        return Next++;
    }
}
