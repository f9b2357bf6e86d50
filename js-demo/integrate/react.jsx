import { useRef, useState } from "react";
import { createRoot } from "react-dom/client";

const BANKS = { "soft-skills": "Soft skills", "care-basics": "Care basics" };

function App() {
  const [bank, setBank] = useState("soft-skills");
  const [answered, setAnswered] = useState(0);
  const [finished, setFinished] = useState(false);
  const test = useRef(null);

  const open = (name) => {
    setBank(name);
    setAnswered(0);
    setFinished(false);
  };

  return (
    <>
      <p className="controls">
        {Object.entries(BANKS).map(([name, title]) => (
          <button key={name} type="button" aria-pressed={name === bank} onClick={() => open(name)}>
            {title}
          </button>
        ))}
        <button type="button" onClick={() => test.current.restart().then(() => open(bank))}>
          Begin anew
        </button>
        <output>{finished ? "Finished" : `Answered: ${answered}`}</output>
      </p>
      <thetis-assessment
        ref={test}
        bank={`../item-banks/${bank}/`}
        save="none"
        onprogress={({ detail }) => setAnswered(detail.answered)}
        onfinish={() => setFinished(true)}
      />
    </>
  );
}

createRoot(document.getElementById("app")).render(<App />);
