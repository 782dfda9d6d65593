using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Server.Tokens;

namespace ConsultCluster.Fuzz;

/// <summary>Whatever comes as a token: no exception, and never more than what was signed.</summary>
public sealed class JwtFuzzTests
{
    private const int Rounds = 20_000;
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly TokenKey Key = TokenKey.Create();

    private static readonly TokenClaims Claims = new(
        new TokenId("t-1"), new GroupId("g-1"), new PersonId("p-1"), "Li Wen", GroupRole.Expert, Permissions.Publish, TerminalKind.Browser,
        SingleUse: false, "aGFzaA", Now, Now + TimeSpan.FromHours(1));

    private static readonly string Good = TokenCodec.Sign(Claims, Key);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Verify_MutatedToken_IsRefusedOrUnchanged(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Rounds; i++)
        {
            var text = Mutate(Good, random);

            var outcome = TokenCodec.Verify(text, _ => Key, Now);

            Assert.True(outcome.Succeeded ? text == Good : outcome.Refusal.Code.StartsWith("token.", StringComparison.Ordinal), text);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Verify_RandomText_IsRefused(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Rounds; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(0, 200)).Select(_ => (char)random.Next(0, 0x180))]);

            Assert.False(TokenCodec.Verify(text, _ => Key, Now).Succeeded);
        }
    }

    [Theory]
    [InlineData(6)]
    public void Verify_SignedGarbage_IsRefusedAsMalformed(int seed)
    {
        var random = new Random(seed);
        var header = Good.Split('.')[0];
        for (var i = 0; i < Rounds / 20; i++)
        {
            var payload = new byte[random.Next(1, 400)];
            random.NextBytes(payload);
            var input = header + "." + System.Buffers.Text.Base64Url.EncodeToString(payload);
            var signature = Key.Sign(System.Text.Encoding.ASCII.GetBytes(input));

            var outcome = TokenCodec.Verify(input + "." + System.Buffers.Text.Base64Url.EncodeToString(signature), _ => Key, Now);

            Assert.Equal(RefusalCodes.TokenMalformed, outcome.Refusal?.Code);
        }
    }

    private static string Mutate(string text, Random random)
    {
        var chars = text.ToList();
        for (var n = random.Next(1, 4); n > 0 && chars.Count > 0; n--)
        {
            var at = random.Next(chars.Count);
            switch (random.Next(5))
            {
                case 0:
                    chars[at] = (char)random.Next(0x20, 0x7F);
                    break;
                case 1:
                    chars.RemoveAt(at);
                    break;
                case 2:
                    chars.Insert(at, (char)random.Next(0x20, 0x7F));
                    break;
                case 3:
                    chars.RemoveRange(at, random.Next(0, chars.Count - at));
                    break;
                default:
                    chars.InsertRange(at, chars.GetRange(at, random.Next(0, chars.Count - at)));
                    break;
            }
        }

        return new string([.. chars]);
    }
}
