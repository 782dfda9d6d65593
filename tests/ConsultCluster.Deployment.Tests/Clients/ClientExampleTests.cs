using ConsultCluster.Deployment.Tests.Scenes;

namespace ConsultCluster.Deployment.Tests.Clients;

/// <summary>The examples of docs/clients.md are what the clients of <c>./test clients</c> really run.</summary>
public sealed class ClientExampleTests
{
    private const string From = "<!-- from ";

    public static TheoryData<string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string>();
            var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "clients.md"));
            for (var i = 0; i < lines.Length; i++)
            {
                if (lines[i].StartsWith(From, StringComparison.Ordinal))
                {
                    var block = lines.Skip(i + 2).TakeWhile(line => line != "```").Select(line => line.Trim());
                    examples.Add(lines[i][From.Length..].Replace(" -->", string.Empty, StringComparison.Ordinal), string.Join('\n', block));
                }
            }

            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_OfAFile_StandsThereLineByLine(string file, string example)
    {
        var text = string.Join('\n', File.ReadLines(Path.Combine(Repository.Root, file)).Select(line => line.Trim()));

        Assert.Contains(example, text, StringComparison.Ordinal);
    }
}
