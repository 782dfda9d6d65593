using ConsultCluster.Media.Rtcp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>A terminal's reception reports for one stream that we send (RFC 3550 §6.4.1).</summary>
internal sealed class DownstreamReport
{
    private uint _highest;
    private int _lost;
    private bool _hasBase;
    private uint _highestBefore;
    private int _lostBefore;

    /// <summary>In units of the codec's clock.</summary>
    public uint Jitter { get; private set; }

    public void Handle(in ReportBlock block)
    {
        _highest = block.ExtendedHighest;
        _lost = block.CumulativeLost;
        Jitter = block.Jitter;
        if (!_hasBase)
        {
            _hasBase = true;
            _highestBefore = _highest;
            _lostBefore = _lost;
        }
    }

    /// <summary>Packets sent and lost between the reports of the last interval; 0 without a new report.</summary>
    public void TakeMeasure(out long expected, out long lost)
    {
        expected = Math.Max(0, (int)(_highest - _highestBefore));
        lost = Math.Clamp(_lost - _lostBefore, 0, expected);
        _highestBefore = _highest;
        _lostBefore = _lost;
    }
}
