namespace ConsultCluster.Media.Cascade;

/// <summary>Withdraws an announced track.</summary>
internal static class TrackGone
{
    public const byte Type = 2;

    public static byte[] ToMessage(uint id) => [Type, (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id];
}
