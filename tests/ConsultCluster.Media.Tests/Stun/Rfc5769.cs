using System.Text;

namespace ConsultCluster.Media.Tests.Stun;

/// <summary>The published test vectors for short-term credentials (RFC 5769 §2).</summary>
internal static class Rfc5769
{
    public static readonly byte[] Password = Encoding.UTF8.GetBytes("VOkJxbRl1RmTxUk/WvJxBt");

    public static readonly byte[] Request = Convert.FromHexString(
        "000100582112A442B7E7A701BC34D686FA87DFAE"
        + "802200105354554E207465737420636C69656E74"
        + "002400046E0001FF"
        + "80290008932FF9B151263B36"
        + "000600096576746A3A68367659202020"
        + "000800149AEAA70CBFD8CB56781EF2B5B2D3F249C1B571A2"
        + "80280004E57A3BCF");

    public static readonly byte[] IPv4Response = Convert.FromHexString(
        "0101003C2112A442B7E7A701BC34D686FA87DFAE"
        + "8022000B7465737420766563746F7220"
        + "002000080001A147E112A643"
        + "000800142B91F599FD9E90C38C7489F92AF9BA53F06BE7D7"
        + "80280004C07D4C96");

    public static readonly byte[] IPv6Response = Convert.FromHexString(
        "010100482112A442B7E7A701BC34D686FA87DFAE"
        + "8022000B7465737420766563746F7220"
        + "002000140002A1470113A9FAA5D3F179BC25F4B5BED2B9D9"
        + "00080014A382954E4BE67BF11784C97C8292C275BFE3ED41"
        + "80280004C8FB0B4C");
}
