namespace ConsultCluster.Media.Cascade;

/// <summary>Says whether a relay has receivers for an announced track.</summary>
internal static class TrackSubscription
{
    public const byte Type = 3;

    public static byte[] ToMessage(uint id, bool isSubscribed) =>
        [Type, (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id, (byte)(isSubscribed ? 1 : 0)];
}
