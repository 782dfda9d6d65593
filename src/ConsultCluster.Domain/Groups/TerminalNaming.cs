using System.Security.Cryptography;
using System.Text;

namespace ConsultCluster.Domain.Groups;

/// <summary>A terminal's id follows from its token and its seat key, so that whoever comes back is the same terminal.</summary>
public static class TerminalNaming
{
    /// <summary>80 bits in hex: no two terminals of a group will ever meet in one id.</summary>
    private const int HexDigits = 20;

    /// <summary>The id of the terminal that enters with this token and seat key.</summary>
    public static TerminalId Of(TokenId token, string seatKeyHash)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{token}.{seatKeyHash}"));
        return new TerminalId("t_" + Convert.ToHexStringLower(hash)[..HexDigits]);
    }
}
