namespace ConsultCluster.Media.Ice;

/// <summary>
/// Limits what is sent to an address until the peer has proven that it receives there: three times the bytes that came
/// from there, as in QUIC (RFC 9000 §8.1). So a forged source address brings its owner at most that much.
/// </summary>
internal sealed class AddressBudget
{
    private const int Factor = 3;

    /// <summary>The peer has proven that it receives there: no limit.</summary>
    public bool IsProven { get; private set; }

    /// <summary>Bytes that may still be sent; meaningless once proven.</summary>
    public long Left { get; private set; }

    /// <summary>Starts over with an unproven address that nothing came from yet.</summary>
    public void Reset()
    {
        IsProven = false;
        Left = 0;
    }

    /// <summary>The peer has proven that it receives there.</summary>
    public void Prove() => IsProven = true;

    /// <summary>A datagram of that length came from the address.</summary>
    public void HandleReceived(int length) => Left += Factor * length;

    public bool MaySend(int length) => IsProven || length <= Left;

    public void HandleSent(int length) => Left -= IsProven ? 0 : length;
}
