import Glibc
import SteelyardDomain
import SteelyardTestSupport
import Testing

@Suite("A program at work") struct ChildProcessTests {
  @Test("What a program leaves behind when it ends by itself ends with it") func leftBehind() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "number")
    let program = try ChildProcess(
      "/bin/sh", ["-c", "sleep 600 </dev/null >/dev/null 2>&1 & echo $!"], output: .file(folder.path("number")))
    #expect(program.wait())
    let descendant = try #require(Int32(try folder.text("number").dropLast()))
    defer { kill(descendant, SIGKILL) }
    #expect(Polling.until(.seconds(10)) { kill(descendant, 0) != 0 })
  }

  @Test("One that ends with another status than 0 did not succeed, however often it is asked") func status() throws {
    for (script, isFine) in [("exit 0", true), ("exit 3", false), ("kill -9 $$", false)] {
      let program = try ChildProcess("/bin/sh", ["-c", script], output: .nothing)
      #expect(program.wait() == isFine && program.wait() == isFine)
    }
  }
}
